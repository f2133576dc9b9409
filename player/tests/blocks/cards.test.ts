import { expect, test } from 'vitest';
import { attach } from '../../src/blocks/cards';
import type { LessonBlock } from '../../src/course';
import { CARD_LEARNING, CARD_REVIEW, cardDay, unpackCard } from '../../src/state/model';
import { get, open, press, section, text } from '../player';

const DECK: LessonBlock = {
  id: 'deck',
  slot: 20,
  kind: 'cards',
  cards: [
    { id: 'c1', slot: 21 },
    { id: 'c2', slot: 22 },
  ],
};
const HTML = section(
  DECK,
  `<ol class="deck">${['c1', 'c2'].map((id) => `<li class="card" id="${id}"><div class="card-front">${id}</div><div class="card-back">back</div></li>`).join('')}</ol>`,
);

function openDeck(kept = false) {
  const opened = open(HTML, [DECK], kept);
  attach(get('#deck'), DECK, opened.context);
  return opened;
}

const shown = () =>
  [...document.querySelectorAll<HTMLElement>('.card')].filter((card) => !card.hidden).map((card) => card.id);
const key = (pressed: string) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true }),
  );

test('one card at a time, its back hidden until it is turned', () => {
  openDeck();
  expect([shown(), get('#c1 .card-back').hidden]).toEqual([['c1'], true]);
  press('.flip');
  expect([get('#c1 .card-back').hidden, document.activeElement]).toEqual([false, get('#c1 .card-back')]);
});

test('a card not known comes back at the end; keys do it all', () => {
  const { context } = openDeck();
  get('#c1').tabIndex = -1;
  get('#c1').focus();
  key(' ');
  key('1');
  expect(shown()).toEqual(['c2']);
  const { phase, day } = unpackCard(context.session.state.cards.get(21) ?? 0);
  expect([phase, day]).toEqual([CARD_LEARNING, cardDay(Date.UTC(2026, 0, 5))]);
  key(' ');
  key('2');
  expect(shown()).toEqual(['c1']);
  key(' ');
  key('2');
  expect(shown()).toEqual([]);
  expect(text('.deck-end p')).toBe('All 2 cards done, 1 of them known at once.');
  expect(unpackCard(context.session.state.cards.get(21) ?? 0).phase).toBe(CARD_REVIEW);
  expect(context.session.progress().blocks.get(20)?.done).toBe(true);
});

test('a deck met again asks only what is not known yet, and offers all', () => {
  const first = openDeck();
  press('.flip');
  press('.got-it');
  first.context.session.leave();
  openDeck(true);
  expect([shown(), text('.deck-count')]).toEqual([['c2'], '0 of 1 known']);
  press('.flip');
  press('.got-it');
  press('.deck-end button');
  expect([shown(), text('.deck-count')]).toEqual([['c1'], '0 of 2 known']);
});

test('a rating key before the card was turned does nothing', () => {
  const { context } = openDeck();
  get('.flip').focus();
  key('2');
  expect([shown(), context.session.state.cards.size]).toEqual([['c1'], 0]);
});
