import type { Context, OpenTerm } from './context';
import { button, focusOn, idOf, make, putBeside } from './dom';

/** How long a pointer may be away from term and definition (milliseconds). */
const AWAY = 300;
/** Room between the window's edge, the term and the definition, in pixels. */
const EDGE = 12;
const GAP = 6;

interface Popover {
  readonly link: HTMLAnchorElement;
  readonly element: HTMLElement;
  readonly closing: AbortController;
  stays: boolean;
}

let shown: Popover | null = null;

/** Show a definition beside its term. One that a pointer opened goes when the pointer does; Escape closes any. */
export const openTerm: OpenTerm = (link, context, stay) => {
  if (shown?.link !== link) show(link, link, context);
  if (stay && shown !== null) settle(shown);
};

/** Beside `link`, what `leading` leads to. */
function show(link: HTMLAnchorElement, leading: Element, context: Context): void {
  close();
  const term = document.getElementById((leading.getAttribute('href') ?? '').slice(1));
  if (term === null || !link.isConnected) return;
  const closing = new AbortController();
  const element = build(term, link, context);
  shown = { link, element, closing, stays: false };
  link.setAttribute('aria-expanded', 'true');
  putBeside(element);
  place(shown);
  listen(shown, context);
}

/** The way back to the word that was looked up, for windows that have none of the browser's own. */
const wayBack = make('dd', { class: 'no-print' });

function build(term: HTMLElement, link: HTMLElement, { texts }: Context): HTMLElement {
  const name = term.querySelector('dt')?.cloneNode(true) as HTMLElement;
  const title = make('p', { class: 'term-name' }, ...name.childNodes);
  const text = make('div', { class: 'prose' });
  text.append(...[...(term.querySelector('dd')?.cloneNode(true).childNodes ?? [])]);
  const elsewhere = term.querySelector('dd.small a')?.cloneNode(true);
  const source = elsewhere ?? make('a', { href: `#${term.id}` }, texts('term-in-glossary'));
  const dismiss = button(texts('close'), 'quiet term-close', () => close(true));
  source.addEventListener('click', () => {
    // A filter may have taken it away.
    term.hidden = false;
    close(true);
    if (elsewhere !== undefined) return;
    const back = button(texts('term-back'), 'quiet small-button', () => {
      wayBack.remove();
      focusOn(link);
    });
    wayBack.replaceChildren(back);
    term.append(wayBack);
  });
  const element = make('div', { class: 'term-popover no-print', role: 'dialog', tabindex: -1 });
  const { lang, dir } = term.closest<HTMLElement>('[lang]') ?? document.documentElement;
  element.lang = lang;
  element.dir = dir;
  element.setAttribute('aria-labelledby', idOf(title));
  element.append(title, text, make('p', { class: 'term-foot' }, source, dismiss));
  return element;
}

/** Under the term where there is room, else above it; never out of the window's sides. */
function place({ link, element }: Popover): void {
  const rects = link.getClientRects();
  const at = rects[0] ?? link.getBoundingClientRect();
  const last = rects[rects.length - 1] ?? at;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const left = Math.min(Math.max(at.left, EDGE), width - element.offsetWidth - EDGE);
  const under = last.bottom + GAP + element.offsetHeight <= height || at.top < element.offsetHeight + GAP;
  element.style.left = `${Math.max(left, EDGE) + window.scrollX}px`;
  element.style.top = `${(under ? last.bottom + GAP : at.top - GAP - element.offsetHeight) + window.scrollY}px`;
}

function settle(popover: Popover): void {
  popover.stays = true;
  popover.element.focus({ preventScroll: true });
  popover.element.scrollIntoView?.({ block: 'nearest' });
}

function close(back = false): void {
  if (shown === null) return;
  const { link, element, closing } = shown;
  const focused = element.contains(document.activeElement);
  shown = null;
  closing.abort();
  link.removeAttribute('aria-expanded');
  element.remove();
  if (back && focused) link.focus({ preventScroll: true });
}

function listen(popover: Popover, context: Context): void {
  const { link, element, closing } = popover;
  const options = { signal: closing.signal };
  let leaving = 0;
  const stay = () => window.clearTimeout(leaving);
  const away = () => {
    stay();
    if (!popover.stays) leaving = window.setTimeout(close, AWAY);
  };
  for (const one of [link, element]) {
    one.addEventListener('pointerenter', stay, options);
    one.addEventListener('pointerleave', away, options);
  }
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        close(true);
      } else if (event.key === 'Tab' && element.contains(document.activeElement)) {
        leaveByTab(event, element);
      }
    },
    options,
  );
  document.addEventListener(
    'pointerdown',
    (event) => {
      const target = event.target as Node;
      if (!element.contains(target) && !link.contains(target)) close();
    },
    options,
  );
  // A term inside a definition opens in its place.
  element.addEventListener('click', (event) => {
    const inner = (event.target as Element).closest('a.term-link');
    if (inner === null) return;
    event.preventDefault();
    show(link, inner, context);
    if (shown !== null) settle(shown);
  });
  window.addEventListener('resize', () => place(popover), options);
  context.signal.addEventListener('abort', () => close(), options);
}

/** The definition stands at the end of the page: who tabs out of it goes on from the term. */
function leaveByTab(event: KeyboardEvent, element: HTMLElement): void {
  const inside = [...element.querySelectorAll<HTMLElement>('a[href], button, audio, [tabindex="0"]')];
  const edge = event.shiftKey ? inside[0] : inside[inside.length - 1];
  const active = document.activeElement;
  if (active !== edge && !(event.shiftKey && active === element)) return;
  event.preventDefault();
  close(true);
}
