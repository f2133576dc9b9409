import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attach as game } from '../../src/blocks/game';
import type { LessonBlock } from '../../src/course';
import { Chance, type GameData } from '../../src/games/game';
import { get, open, press, section, text, type } from '../player';

const block: LessonBlock = { id: 'b', slot: 5, kind: 'game' };
const ITEMS = [
  ['Source', 'Where a river begins.'],
  ['Mouth', 'Where a river ends.'],
  ['Delta', 'Land that a river builds.'],
] as const;
const enter = (selector: string) =>
  get(selector).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

function openGame(data: Partial<GameData>) {
  const whole: GameData = {
    game: 'memory',
    pairs: 6,
    rounds: 3,
    skill: 'multiplication',
    upTo: 10,
    unit: 'unscramble',
    timed: false,
    goal: 0,
    items: ITEMS,
    ...data,
  };
  const html = `<p class="game-still">Needs scripts.</p><script type="application/json" class="game-data">${JSON.stringify(whole)}</script>`;
  const opened = open(section(block, html), [block]);
  game(get('#b'), block, opened.context);
  press('.actions button');
  return opened;
}

test('memory: pairs stay open, others until the next move, and all pairs end the game', () => {
  const { context, said } = openGame({ game: 'memory' });
  const tiles = [...document.querySelectorAll<HTMLElement>('.tile')];
  expect([tiles.length, document.querySelector('.game-still')]).toEqual([6, null]);
  expect(tiles[0]?.getAttribute('aria-label')).toBe('Tile 1, closed');
  for (const tile of tiles) tile.click();
  const words = new Map<string, HTMLElement>();
  for (const tile of tiles) {
    if (!tile.classList.contains('is-open')) tile.click();
    words.set(tile.textContent ?? '', tile);
  }
  for (const [term, meaning] of ITEMS) {
    for (const side of [term, meaning]) {
      const tile = words.get(side);
      if (!tile?.classList.contains('is-found') && !tile?.classList.contains('is-open')) tile?.click();
    }
  }
  for (const [term, meaning] of ITEMS) {
    words.get(term)?.click();
    words.get(meaning)?.click();
  }
  expect(text('.game-result')).toContain('All 3 pairs found');
  expect(said.some((one) => one.startsWith('A pair: '))).toBe(true);
  expect(context.session.state.seen.has(5)).toBe(true);
});

test('memory: two tiles that are no pair stay open until the learner goes on', () => {
  openGame({ game: 'memory' });
  const tiles = [...document.querySelectorAll<HTMLElement>('.tile')];
  const open = () => tiles.filter((tile) => tile.classList.contains('is-open'));
  const found = () => tiles.filter((tile) => tile.classList.contains('is-found'));
  // Of six tiles, each has one partner: one of the next two tiles is none.
  tiles[0]?.click();
  tiles[1]?.click();
  if (found().length > 0) {
    tiles[2]?.click();
    tiles[3]?.click();
  }
  const shown = open().length;
  expect(shown - found().length).toBe(2);
  tiles[5]?.click();
  expect(open().length - found().length).toBe(1);
});

test('math: a wrong sum is tried again, and counts as missed', () => {
  openGame({ game: 'math', rounds: 2 });
  const result = () => {
    const [left, , right] = text('.task-prompt').split(' ');
    return String(Number(left) * Number(right));
  };
  type('.task-input', '999');
  enter('.task-input');
  expect(text('.task-verdict')).toContain('Not yet');
  const [sum, right] = [text('.task-prompt'), result()];
  type('.task-input', right);
  enter('.task-input');
  expect(text('.task-verdict')).toBe(`Right: \u2066${sum} ${right}\u2069`);
  type('.task-input', [...result()].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join(''));
  enter('.task-input');
  expect(text('.game-result')).toBe('Done: 1 of 2 right at once.');
});

test('math: subtraction and division have whole results that are not negative', () => {
  for (const [skill, sign] of [
    ['subtraction', '−'],
    ['division', '÷'],
  ] as const) {
    openGame({ game: 'math', skill, rounds: 1 });
    const [left, found, right] = text('.task-prompt').split(' ');
    const value = skill === 'division' ? Number(left) / Number(right) : Number(left) - Number(right);
    expect([found, Number.isInteger(value), value >= 0]).toEqual([sign, true, true]);
  }
});

test('words: what was shown comes again, and case does not matter', () => {
  openGame({ game: 'words', items: ITEMS.slice(0, 1), rounds: 1 });
  expect([text('.task-prompt'), [...text('.task-clue')].sort().join('')]).toEqual([
    'Where a river begins.',
    [...'Source'].sort().join(''),
  ]);
  press('.task-form .quiet');
  expect(text('.task-verdict')).toBe('It is: Source. It comes again.');
  press('.task-form .primary:not([hidden])');
  type('.task-input', ' SOURCE');
  press('.task-form .primary');
  expect(text('.game-result')).toBe('Done: 0 of 1 right at once.');
});

test('words: an answer that was shown stands with its clue until the learner goes on', () => {
  openGame({ game: 'words', items: ITEMS.slice(0, 2), rounds: 2 });
  const asked = text('.task-prompt');
  press('.task-form .quiet');
  const buttons = [...document.querySelectorAll('.task-form button:not([hidden])')];
  expect([text('.task-prompt'), buttons.map(({ textContent }) => textContent)]).toEqual([asked, ['Go on']]);
  expect(document.activeElement).toBe(buttons[0]);
  enter('.task-input');
  expect(text('.task-verdict')).toContain('It is: ');
  press('.task-form .primary:not([hidden])');
  expect([text('.task-prompt') === asked, text('.task-verdict')]).toEqual([false, '']);
  expect(document.activeElement).toBe(get('.task-input'));
});

test('an empty answer is no right one', () => {
  openGame({ game: 'words', items: ITEMS.slice(0, 2), rounds: 2 });
  const letters = text('.task-clue');
  const answer = ITEMS.find(([term]) => [...term].sort().join() === [...letters].sort().join())?.[0] ?? '';
  type('.task-input', answer);
  press('.task-form .primary');
  expect([text('.task-verdict'), get('.task-verdict').classList.contains('is-right')]).toEqual([
    `Right: ${answer}`,
    true,
  ]);
  press('.task-form .primary');
  expect([text('.task-verdict'), get('.task-verdict').classList.contains('is-right')]).toEqual([
    'Type an answer first.',
    false,
  ]);
});

test('words: a gap leaves some letters, and marks stay with their letter', () => {
  openGame({ game: 'words', unit: 'gap', items: [['e\u0301t\u00e9s', 'Summers.']], rounds: 1 });
  const shown = text('.task-clue').split(' ');
  expect(shown).toHaveLength(4);
  expect(shown.filter((letter) => letter === '_')).toHaveLength(2);
});

test('typing: a slip is said once, and the sentence is done when it is right', () => {
  openGame({ game: 'typing', items: [['', 'A “river” flows.']], rounds: 1 });
  type('.task-input', 'A x');
  expect(text('.task-verdict')).toBe('Here comes: “');
  expect(document.querySelector('.slip')?.textContent).toBe('“');
  type('.task-input', 'A "river" flows.');
  expect(text('.game-result')).toBe('94 % typed without a slip.');
});

test('chance deals every item once, and the same for the same seed', () => {
  const items = Array.from({ length: 50 }, (_, at) => at);
  const mixed = new Chance(3).shuffled(items);
  expect([...mixed].sort((one, other) => one - other)).toEqual(items);
  expect(new Chance(3).shuffled(items)).toEqual(mixed);
  expect(new Chance(4).shuffled(items)).not.toEqual(mixed);
});
