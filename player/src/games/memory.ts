import { button, make } from '../dom';
import type { Play } from './game';

interface Tile {
  readonly pair: number;
  readonly words: string;
  readonly element: HTMLButtonElement;
  readonly number: HTMLElement;
  found: boolean;
}

/**
 * Find the pairs of term and meaning. Two tiles stay open until the next one is chosen, for as long as the learner
 * likes: nothing turns over by itself.
 */
export const memory: Play = ({ board, data, texts, chance, announce, over }) => {
  const chosen = chance.shuffled(data.items).slice(0, data.pairs);
  const sides = chosen.flatMap(([term, text], pair) => [
    { pair, words: term },
    { pair, words: text },
  ]);
  const tiles: Tile[] = chance.shuffled(sides).map((side, at) => {
    const element = button('', 'tile', () => turn(at));
    const number = make('span');
    // The words keep their room while the tile is closed, so that no row moves when it opens.
    element.append(number, make('span', {}, side.words));
    return { ...side, element, number, found: false };
  });
  let open: number[] = [];
  let moves = 0;
  const grid = make('div', { class: 'tiles', role: 'group', 'aria-label': texts('memory-tiles') });
  const count = make('p', { class: 'game-count' });
  grid.append(...tiles.map(({ element }) => element));
  grid.addEventListener('keydown', move);
  board.append(grid, count);

  function show(): void {
    for (const [at, { element, number, words, found }] of tiles.entries()) {
      const shown = found || open.includes(at);
      number.textContent = shown ? '' : String(at + 1);
      element.classList.toggle('is-open', shown);
      element.classList.toggle('is-found', found);
      const key = found ? 'memory-found' : shown ? 'memory-open' : 'memory-closed';
      element.setAttribute('aria-label', texts(key, { n: at + 1, words }));
    }
    const found = tiles.filter((tile) => tile.found).length / 2;
    count.textContent = texts('memory-count', { found, total: chosen.length, moves });
  }

  function turn(at: number): void {
    const tile = tiles[at];
    if (tile === undefined || tile.found) return;
    if (open.length === 2) open = [];
    if (open.includes(at)) return;
    open.push(at);
    const [first, second] = open.map((each) => tiles[each]);
    if (first !== undefined && second !== undefined) {
      moves++;
      const match = first.pair === second.pair;
      if (match) {
        first.found = true;
        second.found = true;
        open = [];
      }
      announce(texts(match ? 'memory-match' : 'memory-no-match', { words: tile.words }));
    } else {
      announce(tile.words);
    }
    show();
    if (tiles.every(({ found }) => found)) {
      over(
        texts('memory-over', { total: chosen.length, moves }),
        chosen.length,
        Math.max(moves, chosen.length),
      );
    }
  }

  /** Arrows move between the tiles as they stand on the page; tab works too. */
  function move(event: KeyboardEvent): void {
    const here = tiles.findIndex(({ element }) => element === event.target);
    const columns = Math.max(
      1,
      tiles.filter(({ element }) => element.offsetTop === tiles[0]?.element.offsetTop).length,
    );
    const forward = getComputedStyle(grid).direction === 'rtl' ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: forward,
      ArrowLeft: -forward,
      ArrowDown: columns,
      ArrowUp: -columns,
    };
    const next = tiles[here + (steps[event.key] ?? 0)];
    if (here < 0 || !(event.key in steps) || next === undefined) return;
    event.preventDefault();
    next.element.focus();
  }
  show();
  tiles[0]?.element.focus({ preventScroll: true });
};
