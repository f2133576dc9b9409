import type { Attach } from '../context';
import { button, focusOn, make } from '../dom';
import { drill } from '../games/drill';
import { Chance, type GameData, type Play } from '../games/game';
import { math } from '../games/math';
import { memory } from '../games/memory';
import { typing } from '../games/typing';
import { words } from '../games/words';

const GAMES: Record<GameData['game'], Play> = { memory, typing, math, words, drill };

/** A game: played as often as one likes, and done when it was played to its end once. */
export const attach: Attach = (section, block, { session, lesson, texts, announce, elapsed, seed }) => {
  const data = readData(section);
  if (data === null) return;
  section.querySelector('.game-still')?.remove();
  const board = make('div', { class: `board board-${data.game}`, hidden: true });
  const result = make('p', { class: 'game-result', tabindex: -1, hidden: true });
  const start = button(texts('game-play'), 'primary', play);
  section.append(result, board, make('div', { class: 'actions' }, start));

  function play(): void {
    board.replaceChildren();
    board.hidden = false;
    result.hidden = true;
    start.hidden = true;
    GAMES[(data as GameData).game]({
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
