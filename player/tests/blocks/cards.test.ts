import { describe, expect, test, vi } from 'vitest';
import { attach } from '../../src/blocks/cards';
import { GOOD, review } from '../../src/cards';
import type { CardData, LessonBlock } from '../../src/course';
import { all } from '../../src/dom';
import { CARD_LEARNING, CARD_NEW, CARD_REVIEW, cardDay, unpackCard } from '../../src/state/model';
import { get, open, press, section, text, type } from '../player';

const MONDAY = Date.UTC(2026, 0, 5, 12);
const TODAY = cardDay(MONDAY);
const DAY = 86_400_000;

const deckOf = (cards: CardData[], more: Partial<LessonBlock> = {}): LessonBlock => ({
  id: 'deck',
  slot: 20,
  kind: 'cards',
  cards,
  ...more,
});
const DECK = deckOf([
  { id: 'c1', slot: 21 },
  { id: 'c2', slot: 22 },
]);
/** A deck as `templates/page/blocks/cards.html` writes it; every card has a hint. */
const html = (block: LessonBlock) =>
  section(
    block,
    `<ol class="deck">${(block.cards ?? []).map(({ id }) => `<li class="card" id="${id}"><div class="card-front">${id}</div><div class="card-notes"><details class="hint"><summary>Hint</summary></details></div><div class="card-back">back<audio></audio></div></li>`).join('')}</ol>`,
  );

let leave = () => {};

/** The deck brought to life, `days` after Monday; `kept` = with what was done before. */
function openDeck(block = DECK, { kept = false, days = 0, due = false } = {}) {
  // One window writes at a time.
  leave();
  const opened = open(html(block), [block], kept);
  leave = opened.context.session.leave.bind(opened.context.session);
  const clock = { now: MONDAY + days * DAY };
  const course = { ...opened.context.course, due };
  attach(get('#deck'), block, { ...opened.context, course, now: () => clock.now });
  return { ...opened, clock, words: () => opened.context.session.state.cards };
}

const shown = () =>
  all(document, '.card')
    .filter((card) => !card.hidden)
    .map((card) => card.id);
const key = (pressed: string) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true }),
  );
/** Turn the card over and rate it. */
const rate = (rating: number) => {
  press('.flip');
  press(`.rate-${rating}`);
};
const buttons = () => all(document, '.deck-end button').map((button) => button.textContent);
const many = (count: number): CardData[] =>
  Array.from({ length: count }, (_, at) => ({ id: `c${at + 1}`, slot: 21 + at }));

test('one card at a time, its back hidden until it is turned', () => {
  openDeck();
  expect([shown(), get('#c1 .card-back').hidden, get('.rates').hidden]).toEqual([['c1'], true, true]);
  press('.flip');
  expect([get('#c1 .card-back').hidden, get('.rates').hidden]).toEqual([false, false]);
  expect(document.activeElement).toBe(get('#c1 .card-back'));
});

test('each rating says when the card would come back, and it does', () => {
  const { words } = openDeck();
  press('.flip');
  const said = all(document, '.rate').map((button) => button.textContent?.replace(/\s+/g, ' '));
  expect(said).toEqual(['1Again soon', '2Hard tomorrow', '3Good in 2 days', '4Easy in 8 days']);
  press('.rate-4');
  expect(words().get(21)).toBe(review(0, 4, TODAY));
  press('.flip');
  press('.rate-4');
  openDeck(DECK, { kept: true, days: 7 });
  expect([shown(), text('.deck-next')]).toEqual([[], 'The next cards come back tomorrow.']);
  openDeck(DECK, { kept: true, days: 8 });
  expect([shown(), text('.deck-due')]).toEqual([['c1'], '2 due today']);
});

test('a card not known comes back in the session; keys do it all', () => {
  const { context, words } = openDeck();
  get('#c1').tabIndex = -1;
  get('#c1').focus();
  key(' ');
  key('1');
  expect(shown()).toEqual(['c2']);
  const { phase, day } = unpackCard(words().get(21) ?? 0);
  expect([phase, day]).toEqual([CARD_LEARNING, TODAY]);
  key(' ');
  key('2');
  expect(shown()).toEqual(['c1']);
  key(' ');
  key('3');
  expect(shown()).toEqual([]);
  expect(text('.deck-done')).toBe('All 2 cards done, 1 of them known at once.');
  expect(unpackCard(words().get(21) ?? 0).phase).toBe(CARD_REVIEW);
  expect(context.session.progress().blocks.get(20)?.done).toBe(true);
});

test('a missed card comes back after four others', () => {
  openDeck(deckOf(many(8)));
  rate(1);
  const seen = [];
  for (let turn = 0; turn < 5; turn++) {
    seen.push(...shown());
    rate(3);
  }
  expect(seen).toEqual(['c2', 'c3', 'c4', 'c5', 'c1']);
});

test('a deck met again asks what is left, and offers all', () => {
  openDeck();
  rate(3);
  openDeck(DECK, { kept: true });
  expect([shown(), text('.deck-count')]).toEqual([['c2'], '0 of 1 known']);
  rate(3);
  expect(buttons()).toEqual(['Go through all cards again']);
  press('.deck-end button');
  expect([shown(), text('.deck-count')]).toEqual([['c1'], '0 of 2 known']);
});

test('a rating key before the card was turned does nothing', () => {
  const { words } = openDeck();
  get('.flip').focus();
  key('2');
  expect([shown(), words().size]).toEqual([['c1'], 0]);
});

test('undo takes ratings back one by one, as if they had never been', () => {
  const { words, said, context } = openDeck();
  expect(get('.deck-foot button').hidden).toBe(true);
  rate(1);
  rate(3);
  expect(shown()).toEqual(['c1']);
  key('u');
  expect([shown(), [...words().keys()], get('#c2 .card-back').hidden]).toEqual([['c2'], [21], true]);
  expect(said).toContain('Your last rating is taken back.');
  key('u');
  expect([shown(), words().size, text('.deck-count')]).toEqual([['c1'], 0, '0 of 2 known']);
  expect(context.session.progress().blocks.get(20)?.done).toBe(false);
  key('u');
  expect(shown()).toEqual(['c1']);
});

test('undo gives a card that was known its memory back', () => {
  openDeck();
  rate(3);
  rate(3);
  const { words } = openDeck(DECK, { kept: true, days: 3 });
  const before = new Map(words());
  rate(1);
  expect(words()).not.toEqual(before);
  press('.deck-foot button');
  expect(words()).toEqual(before);
});

test('a session has as many cards as wished for; the rest can follow at once', () => {
  openDeck(deckOf(many(12)));
  expect([text('.deck-count'), text('.deck-fresh')]).toEqual(['0 of 10 known', '12 new']);
  // "Nothing due" would tell a newcomer that there is nothing to do.
  expect(get('.deck-due').hidden).toBe(true);
  get<HTMLInputElement>('.deck-sizes input[value="5"]').click();
  expect(text('.deck-count')).toBe('0 of 5 known');
  for (let card = 0; card < 5; card++) rate(3);
  expect(buttons()).toEqual(['Go on: 5 more']);
  get<HTMLInputElement>('.deck-sizes input[value="Infinity"]').click();
  expect(text('.deck-count')).toBe('0 of 7 known');
});

test('siblings are asked on different days, unless the learner wants them at once', () => {
  const pair = deckOf(many(2), { siblings: [[21, 22]] });
  openDeck(pair);
  rate(3);
  expect([shown(), buttons()]).toEqual([[], ['Ask the other side now', 'Go through all cards again']]);
  expect(text('.deck-next')).toMatch(/^The other side of one of these cards waits until tomorrow/);
  press('.deck-end button');
  expect(shown()).toEqual(['c2']);
  openDeck(pair, { kept: true, days: 1 });
  expect(shown()).toEqual(['c2']);
});

test('typed answers are compared, shown where they differ, and the rating is left to the learner', () => {
  openDeck(deckOf([{ id: 'c1', slot: 21, accept: ['estuary', 'river mouth'] }]));
  press('.card-form button');
  expect([get('.rates').hidden, text('.card-missing:not([hidden])')]).toEqual([
    true,
    'Type an answer first.',
  ]);
  type('.card-form input', 'estuery');
  get('.card-form').dispatchEvent(new Event('submit', { cancelable: true }));
  expect(all(document, '.card-compared').map((line) => line.textContent)).toEqual([
    'You typed: estuery',
    'Answer: estuary',
  ]);
  expect([text('.card-compared del'), text('.card-compared ins')]).toEqual(['e', 'a']);
  expect(all(document, '.card-difference').map((line) => line.textContent)).toEqual([
    'Too much: “e”',
    'Missing: “a”',
  ]);
  expect(document.activeElement).toBe(get('.card-verdict'));
  expect(get('.rate-1').classList.contains('suggested')).toBe(true);
  key('3');
  expect(shown()).toEqual([]);
});

test('a typed answer that is right says so; one that is not typed can be shown', () => {
  openDeck(deckOf([{ id: 'c1', slot: 21, accept: ['estuary', 'river mouth'] }]));
  type('.card-form input', ' River Mouth');
  press('.card-form button');
  expect([text('.card-result'), get('.rate-3').classList.contains('suggested')]).toEqual(['Right.', true]);
  key('u');
  key('1');
  expect([get<HTMLInputElement>('.card-form input').value, text('.flip')]).toEqual(['', 'Show the answer']);
  press('.flip');
  expect(get('#c1 .card-back').hidden).toBe(false);
});

test('keys pressed in the field are letters and no commands', () => {
  const { words } = openDeck(deckOf([{ id: 'c1', slot: 21, accept: ['u'] }]));
  get('.card-form input').focus();
  for (const letter of [' ', '1', 'u', 'h', '?']) key(letter);
  expect([words().size, get('.rates').hidden, get<HTMLDetailsElement>('.deck-keys').open]).toEqual([
    0,
    true,
    false,
  ]);
});

test('H opens a hint, R plays the sound of the side that is seen, ? lists the keys', () => {
  openDeck();
  const played: HTMLMediaElement[] = [];
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(async function (this: HTMLMediaElement) {
    played.push(this);
  });
  get('.flip').focus();
  key('h');
  expect(get<HTMLDetailsElement>('#c1 .hint').open).toBe(true);
  get('.flip').focus();
  key('r');
  expect(played).toEqual([]);
  key(' ');
  press('.flip');
  key('R');
  expect(played).toEqual([get('#c1 audio')]);
  key('?');
  expect(get<HTMLDetailsElement>('.deck-keys').open).toBe(true);
  vi.restoreAllMocks();
});

test('a deck that was set back is asked anew and stays done', async () => {
  const { context, words } = openDeck();
  rate(3);
  rate(3);
  press('.deck-foot button:nth-of-type(2)');
  expect(text('dialog.confirm p')).toMatch(/^2 cards count as new/);
  press('dialog.confirm .primary');
  await vi.waitFor(() => expect(shown()).toEqual(['c1']));
  expect([...words().values()].map((word) => unpackCard(word).phase)).toEqual([CARD_NEW, CARD_NEW]);
  expect(context.session.progress().blocks.get(20)?.done).toBe(true);
  expect(text('.deck-fresh')).toBe('2 new');
});

test('a deck that was not set back after all is as it was', async () => {
  const { words } = openDeck();
  rate(3);
  const before = new Map(words());
  press('.deck-foot button:nth-of-type(2)');
  press('dialog.confirm .quiet');
  await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
  expect(words()).toEqual(before);
});

test('a card that is missed again and again gets a mark that is said in words', () => {
  openDeck(deckOf(many(1)));
  for (let miss = 0; miss < 6; miss++) {
    expect(get('.often-missed').hidden).toBe(true);
    rate(1);
  }
  expect([get('.often-missed').hidden, text('.often-missed')]).toEqual([
    false,
    expect.stringMatching(/^You have often missed this card/),
  ]);
});

test('a clock that was set back loses no card and asks again what lies ahead of it', () => {
  openDeck();
  rate(3);
  rate(3);
  const { words } = openDeck(DECK, { kept: true, days: -400 });
  expect(shown()).toEqual(['c1']);
  rate(3);
  expect(unpackCard(words().get(21) ?? 0).day).toBe(TODAY - 400);
  openDeck(DECK, { kept: true, days: 4000 });
  expect(text('.deck-due')).toBe('2 due today');
});

test('a page that stays open over midnight counts what the new day brings', () => {
  const { clock } = openDeck();
  rate(GOOD);
  rate(GOOD);
  expect([text('.deck-due'), get('.deck-due').hidden]).toEqual(['Nothing due today', false]);
  clock.now += 2 * DAY;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(text('.deck-due')).toBe('2 due today');
});

test('a page of what is due asks no new card and starts nothing anew', () => {
  openDeck();
  rate(GOOD);
  openDeck(DECK, { kept: true, due: true });
  expect(shown()).toEqual([]);
  openDeck(DECK, { kept: true, days: 2, due: true });
  expect([shown(), text('.deck-due'), get('.deck-fresh').hidden]).toEqual([['c1'], '1 due today', true]);
  expect(visible('.deck-foot button')).toEqual([]);
  rate(GOOD);
  expect(shown()).toEqual([]);
});

/** The words of the buttons that are shown. */
const visible = (selector: string) =>
  all(document, selector)
    .filter((button) => !button.hidden)
    .map((button) => button.textContent);

test('a session asks for as many cards as the learner likes, also the next time', () => {
  localStorage.removeItem('hornbook.deck-size');
  openDeck(deckOf(many(12)));
  expect(text('.deck-count')).toBe('0 of 10 known');
  const five = get<HTMLInputElement>('.deck-sizes input[value="5"]');
  five.checked = true;
  five.dispatchEvent(new Event('change'));
  expect(text('.deck-count')).toBe('0 of 5 known');
  openDeck(deckOf(many(12)), { kept: true });
  expect([text('.deck-count'), get<HTMLInputElement>('.deck-sizes input[value="5"]').checked]).toEqual([
    '0 of 5 known',
    true,
  ]);
  localStorage.setItem('hornbook.deck-size', 'nonsense');
  openDeck(deckOf(many(12)), { kept: true });
  expect(text('.deck-count')).toBe('0 of 10 known');
  localStorage.removeItem('hornbook.deck-size');
});

describe('a deck with topics', () => {
  const block = deckOf(many(4));
  const openTopics = () => {
    leave();
    const tagged = html(block).replace(/<details class="hint">/g, (found, at: number, whole: string) => {
      const card = (whole.slice(0, at).match(/class="card"/g) ?? []).length;
      return `<ul class="card-tags"><li>${card % 2 === 0 ? 'sea' : 'big rivers'}</li></ul>${found}`;
    });
    const opened = open(tagged, [block]);
    leave = opened.context.session.leave.bind(opened.context.session);
    attach(get('#deck'), block, { ...opened.context, now: () => MONDAY });
    return opened;
  };
  const choose = (topic: string) => {
    const menu = get<HTMLSelectElement>('.deck-topic select');
    menu.value = topic;
    menu.dispatchEvent(new Event('change'));
  };

  test('asks those of one topic alone, and then all again', () => {
    openTopics();
    expect(all(document, '.deck-topic option').map((option) => option.textContent)).toEqual([
      'all',
      'big rivers',
      'sea',
    ]);
    choose('sea');
    expect([shown(), text('.deck-count')]).toEqual([['c2'], '0 of 2 known']);
    choose('');
    expect([shown(), text('.deck-count')]).toEqual([['c1'], '0 of 4 known']);
  });

  test('can be taken along as a text file that Anki reads', async () => {
    openTopics();
    const saved: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((made) => {
      saved.push(made as Blob);
      return '#saved';
    });
    get('#c1 .card-front').innerHTML = '<p>A\t<img alt="picture" src="x.svg"></p><p>long   one</p>';
    press('.deck-save');
    expect((await saved[0]?.text())?.split('\n').slice(0, 5)).toEqual([
      '#separator:tab',
      '#html:false',
      '#tags column:3',
      'A picture long one\tback\tbig_rivers',
      'c2\tback\tsea',
    ]);
    vi.restoreAllMocks();
  });
});
