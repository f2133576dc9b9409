import type { Attach, Context } from '../context';
import type { LessonBlock } from '../course';
import { type Deck, type Offer, offer, sessionOf } from '../deck';
import { all, button, make } from '../dom';
import { isLate, withParts } from '../late';
import { breath } from '../slices';
import { cardDay } from '../state/model';
import { STUDY } from '.';
import { DeckCounts } from './deck-counts';
import { keptSize } from './deck-size';

/** Bring a session to life; what it returns turns the first card over, or goes to the line for its answer. */
export type Study = (section: HTMLElement, block: LessonBlock, context: Context) => () => void;

/**
 * The first card of a deck, and how many are to be asked. The session itself comes with the first press. Where
 * nothing is to be asked, it comes at once and tells when that will be.
 */
export const attach: Attach = (section, block, context) => {
  const { texts, announce, signal } = context;
  const deck = section.querySelector<HTMLElement>('.deck');
  const plan = deckOf(block);
  const [first] = sessionOf(offeredOf(plan, context), keptSize());
  const cards = all(section, '.card');
  const face = cards.find((card) => card.dataset.slot === String(first));
  const counts = new DeckCounts(texts);
  const head = make('div', { class: 'deck-head no-print' }, counts.element);
  const lost = make('p', { class: 'part-failed' }, texts('part-failed'));
  const typed = (block.cards ?? []).filter(({ accept }) => accept !== undefined);
  const isTyped = typed.some(({ slot }) => slot === first);
  const parts = ['study', ...(typed.length > 0 ? ['words'] : [])];
  const flip = button(texts(isTyped ? 'card-type' : 'turn-over'), 'primary flip', () =>
    wake((turn) => turn()),
  );
  const actions = make('div', { class: 'actions deck-actions' }, flip);

  /** Bring the session to life, and go on with what the learner has pressed. */
  function wake(then: (turn: () => void) => void): void {
    lost.remove();
    withParts(
      parts,
      async () => {
        if (signal.aborted || head.parentElement === null) return;
        const focused = actions.contains(document.activeElement);
        for (const part of [head, actions]) part.remove();
        const turn = STUDY.attach?.(section, block, context);
        await breath();
        if (turn !== undefined) then(turn);
        // Where the press has moved it, the focus stays: each move costs a layout of the page.
        if (focused && !section.contains(document.activeElement))
          section.querySelector<HTMLElement>('.flip')?.focus();
      },
      () => {
        actions.after(lost);
        announce(texts('part-failed'));
      },
    );
  }

  if (deck === null || cards.length === 0) return;
  deck.classList.add('deck-session');
  deck.before(head);
  deck.after(actions);
  for (const card of cards) {
    card.hidden = card !== face;
    card.classList.toggle('current', card === face);
    for (const back of all(card, '.card-back')) back.hidden = true;
  }
  counts.show(offeredOf(plan, context));
  if (face === undefined || !isLate({ parts })) wake(() => {});
  // Keys that a session knows wake it, too.
  actions.addEventListener('keydown', ({ key, ctrlKey, altKey, metaKey }) => {
    if (key.length > 1 || key === ' ' || ctrlKey || altKey || metaKey) return;
    wake(() => section.dispatchEvent(new KeyboardEvent('keydown', { key })));
  });
};

/** What is asked of the deck of a block. */
export const deckOf = ({ cards = [], siblings = [], retention }: LessonBlock): Deck => ({
  cards: cards.map(({ slot }) => slot),
  siblings,
  retention,
});

/** What a deck has to ask today. */
export function offeredOf(deck: Deck, { course, session, now }: Context): Offer {
  const all = offer(deck, session.state.cards, cardDay(now()));
  return course.due === true ? { ...all, fresh: [], later: [] } : all;
}
