import { TERMS } from './blocks';
import type { Context } from './context';
import { all } from './dom';
import { loadParts } from './late';

/** How long a pointer rests on a term (milliseconds) before its definition opens. */
const REST = 350;

/**
 * Terms that the packager has linked to their definitions open these where they are read. Where the part for it cannot
 * be loaded, the links lead to the definitions as they do without a script.
 */
export function followTerms(main: HTMLElement, context: Context): void {
  const { signal } = context;
  const links = all(main, 'a.term-link');
  if (links.length === 0) return;
  let plain = false;
  let resting = 0;
  for (const link of links) link.setAttribute('aria-haspopup', 'dialog');

  async function open(link: HTMLAnchorElement, stay: boolean): Promise<void> {
    try {
      await loadParts({ parts: ['terms'] });
    } catch {
      if (!stay) return;
      plain = true;
      link.click();
      plain = false;
    }
    if (!signal.aborted) TERMS.open?.(link, context, stay);
  }
  const linkOf = (event: Event) => (event.target as Element).closest<HTMLAnchorElement>('a.term-link');
  const options = { signal };
  main.addEventListener(
    'click',
    (event) => {
      const link = linkOf(event);
      if (link === null || plain || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.clearTimeout(resting);
      void open(link, true);
    },
    options,
  );
  main.addEventListener(
    'pointerover',
    (event) => {
      const link = event.pointerType === 'mouse' ? linkOf(event) : null;
      window.clearTimeout(resting);
      if (link !== null) resting = window.setTimeout(() => void open(link, false), REST);
    },
    options,
  );
  signal.addEventListener('abort', () => window.clearTimeout(resting));
}
