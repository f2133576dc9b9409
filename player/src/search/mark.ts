import { all, make, showFrame } from '../dom';
import { hits, placed, wordsOf } from './words';

/** Mark the words where they stand in a block, and go to the first of them. */
export function mark(block: string, query: string): void {
  unmark();
  const words = wordsOf(query);
  const place = block === '' ? document.querySelector('.lesson-head') : document.getElementById(block);
  if (place === null || words.length === 0) return;
  const marks = textsIn(place).flatMap((text) => wrap(text, words));
  const first = marks.find(isShown) ?? marks[0];
  if (first === undefined) return;
  for (let around = first.closest('details'); around !== null; around = outside(around)) around.open = true;
  showLevel(first);
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: 'center', behavior: 'instant' });
  showFrame();
  document.addEventListener('keydown', clear);
}

/** What stands in another level of an overview than the one that is read: choose that level. */
function showLevel(found: Element): void {
  const level = found.closest<HTMLElement>('.level[hidden]');
  const overview = level?.closest('.overview');
  if (!level || !overview) return;
  all(overview, '.segments input')[all(overview, '.level').indexOf(level)]?.click();
}

/** Take all marks away. */
export function unmark(): void {
  document.removeEventListener('keydown', clear);
  for (const found of all(document, 'mark.found')) {
    const parent = found.parentNode;
    found.replaceWith(...found.childNodes);
    parent?.normalize();
  }
}

function clear(event: KeyboardEvent): void {
  if (event.key === 'Escape') unmark();
}

const outside = (details: HTMLDetailsElement) => details.parentElement?.closest('details') ?? null;
const isShown = (element: HTMLElement) => element.checkVisibility?.() ?? true;

function textsIn(place: Element): Text[] {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) {
    const text = walker.currentNode as Text;
    if (text.parentElement?.closest('script, style, select, textarea, button') === null) texts.push(text);
  }
  return texts;
}

function wrap(text: Text, words: readonly string[]): HTMLElement[] {
  const source = text.data;
  const found = hits(placed(source), words);
  if (found.length === 0) return [];
  const parts: (string | HTMLElement)[] = [];
  let at = 0;
  for (const [start, end] of found) {
    parts.push(source.slice(at, start), make('mark', { class: 'found' }, source.slice(start, end)));
    at = end;
  }
  parts.push(source.slice(at));
  text.replaceWith(...parts);
  return parts.filter((part): part is HTMLElement => typeof part !== 'string');
}
