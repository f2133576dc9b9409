import type { Attach } from '../context';
import { button, focusOn, make } from '../dom';
import { Chance, type GameData } from '../games/game';
import { withParts } from '../late';
import { GAMES } from '.';

/** A game: played as often as one likes, and done when it was played to its end once. */
export const attach: Attach = (section, block, { session, lesson, texts, announce, elapsed, seed }) => {
  const data = readData(section);
  if (data === null) return;
  const typed = data.game !== 'memory' && data.game !== 'math';
  const parts = ['play', ...(typed ? ['words'] : [])];
  section.querySelector('.game-still')?.remove();
  const board = make('div', { class: `board board-${data.game}`, hidden: true });
  const result = make('p', { class: 'game-result', tabindex: -1, hidden: true });
  const start = button(texts('game-play'), 'primary', () => withParts(parts, play, lose));
  const lost = make('p', { class: 'part-failed' }, texts('part-failed'));
  section.append(result, board, make('div', { class: 'actions' }, start));

  /** The button is still there to try again. */
  function lose(): void {
    section.append(lost);
    announce(texts('part-failed'));
  }

  function play(): void {
    lost.remove();
    board.replaceChildren();
    board.hidden = false;
    result.hidden = true;
    start.hidden = true;
    GAMES[(data as GameData).game]?.({
      board,
      data: data as GameData,
      texts,
      chance: new Chance(seed()),
      announce,
      elapsed,
      over,
    });
  }

  function over(words: string, right: number, total: number): void {
    board.hidden = true;
    result.textContent = words;
    result.hidden = false;
    start.textContent = texts('game-play-again');
    start.hidden = false;
    focusOn(result);
    session.practised({ lesson: lesson.id, block: block.id, slot: block.slot, right, total });
    if (session.writable) session.change((draft) => draft.seen.add(block.slot), { commit: true });
  }
};

function readData(section: HTMLElement): GameData | null {
  try {
    return JSON.parse(section.querySelector('.game-data')?.textContent ?? 'null');
  } catch {
    return null;
  }
}
