import type { CourseData } from './course';
import { button, make } from './dom';
import { withParts } from './late';
import type { Texts } from './strings';

/** What the search needs of the page. */
export interface Searching {
  readonly course: CourseData;
  readonly texts: Texts;
  readonly fetch: typeof fetch;
  readonly fromDisk: boolean;
}

/** The part `search`, once it is there. */
interface Search {
  open(tools: Searching): void;
  /** Mark the words where they stand in a block ('' = the head of the lesson), and go there. */
  mark(block: string, words: string): void;
}

export const SEARCH: { part?: Search } = {};
/** The page says so when it shows another place. */
export const ARRIVED = 'hornbook-arrived';
/** In the address of a lesson from disk: the words to be marked. */
const WORDS = 'find';

const withSearch = (use: (search: Search) => void, lost: () => void): void =>
  withParts(['search'], () => SEARCH.part && use(SEARCH.part), lost);

/** The button in the bar; what it opens comes with the first press. */
export function searchButton(tools: Searching): HTMLElement {
  const { texts } = tools;
  const lost = make('p', { class: 'search-lost', role: 'status' });
  const open = button(texts('search'), 'quiet search-button', () =>
    withSearch(
      (search) => search.open(tools),
      () => {
        lost.textContent = texts('search-lost');
      },
    ),
  );
  // It stands over what is read, until the next press.
  for (const press of ['click', 'keydown'])
    document.addEventListener(
      press,
      () => {
        lost.textContent = '';
      },
      true,
    );
  return make('div', { class: 'search' }, open, lost);
}

/** On a page from disk: mark what the search that led here looked for. */
export function markFromAddress(): void {
  const words = new URLSearchParams(location.search).get(WORDS);
  if (words === null) return;
  withSearch(
    (search) => search.mark(location.hash.slice(1), words),
    () => {},
  );
}

/** The address of a place in a lesson from disk. */
export const onDisk = (address: string, block: string, words: string): string =>
  `${address}?${WORDS}=${encodeURIComponent(words)}${block === '' ? '' : `#${block}`}`;
