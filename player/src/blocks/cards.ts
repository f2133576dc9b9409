import type { Attach } from '../context';
import { all, button, focusOn, make } from '../dom';
import { CARD_LEARNING, CARD_RELEARNING, CARD_REVIEW, cardDay, packCard, unpackCard } from '../state/model';

interface Card {
  readonly slot: number;
  readonly element: HTMLElement;
  readonly back: HTMLElement;
}

/** A deck: recall, turn the card over, say whether it was known. What was not comes back at the end. */
export const attach: Attach = (section, block, { session, lesson, texts, now, announce }) => {
  const deck = section.querySelector<HTMLElement>('.deck');
  const cards: Card[] = (block.cards ?? []).flatMap(({ id, slot }) => {
    const element = all(section, '.card').find((candidate) => candidate.id === id);
    const back = element?.querySelector<HTMLElement>('.card-back');
    return element && back ? [{ slot, element, back }] : [];
  });
  if (deck === null || cards.length === 0) return;

  const count = make('p', { class: 'deck-count' });
  const flip = button(texts('turn-over'), 'primary flip', turnOver);
  const notYet = button(`${texts('not-yet')} `, 'not-yet', () => rate(false));
  const gotIt = button(`${texts('got-it')} `, 'got-it', () => rate(true));
  notYet.append(make('kbd', { 'aria-hidden': 'true' }, '1'));
  gotIt.append(make('kbd', { 'aria-hidden': 'true' }, '2'));
  notYet.setAttribute('aria-keyshortcuts', '1');
  gotIt.setAttribute('aria-keyshortcuts', '2');
  const tools = make('div', { class: 'actions deck-actions' }, flip, notYet, gotIt);
  const summary = make('p');
  const again = button(texts('cards-again'), '', () => begin(cards, true));
  const end = make(
    'div',
    { class: 'deck-end', tabindex: -1 },
    summary,
    make('div', { class: 'actions' }, again),
  );
  deck.classList.add('deck-session');
  deck.after(count, tools, end);

  let queue: Card[] = [];
  /** How many cards of this round are known, and of how many. */
  let known = 0;
  let round = 0;
  let missed = new Set<number>();
  const isKnown = ({ slot }: Card) => unpackCard(session.state.cards.get(slot) ?? 0).phase === CARD_REVIEW;

  function begin(chosen: readonly Card[], byLearner: boolean): void {
    queue = [...chosen];
    round = queue.length;
    known = 0;
    missed = new Set();
    show(byLearner);
  }

  function show(moveFocus: boolean): void {
    const [current] = queue;
    for (const { element, back } of cards) {
      element.hidden = element !== current?.element;
      element.classList.toggle('current', element === current?.element);
      element.classList.remove('flipped');
      back.hidden = true;
    }
    tools.hidden = current === undefined;
    count.hidden = current === undefined;
    end.hidden = current !== undefined;
    flip.hidden = false;
    notYet.hidden = true;
    gotIt.hidden = true;
    count.textContent = texts('cards-count', { known, total: round });
    if (current === undefined) {
      summary.textContent = round
        ? texts.count('cards-done', round, { first: round - missed.size })
        : texts.count('cards-known', cards.length);
      if (moveFocus) focusOn(end);
    } else if (moveFocus) {
      focusOn(current.element);
      announce(count.textContent ?? '');
    }
  }

  function turnOver(): void {
    const [current] = queue;
    if (current === undefined) return;
    current.element.classList.add('flipped');
    current.back.hidden = false;
    flip.hidden = true;
    notYet.hidden = false;
    gotIt.hidden = false;
    focusOn(current.back);
  }

  function rate(remembered: boolean): void {
    const current = queue.shift();
    if (current === undefined) return;
    if (remembered) {
      known++;
    } else {
      queue.push(current);
      missed.add(current.slot);
    }
    session.practised({ lesson: lesson.id, block: block.id, slot: block.slot, right: known, total: round });
    // Cards are kept in review mode too: going through them is never graded. The session refuses where it must.
    session.change(
      (draft) => {
        const before = unpackCard(draft.cards.get(current.slot) ?? 0);
        const lapsed = before.phase === CARD_REVIEW || before.phase === CARD_RELEARNING;
        const phase = remembered ? CARD_REVIEW : lapsed ? CARD_RELEARNING : CARD_LEARNING;
        draft.cards.set(current.slot, packCard({ ...before, day: cardDay(now()), phase }));
      },
      { commit: true },
    );
    show(true);
  }

  section.addEventListener('keydown', (event) => {
    const target = event.target as Element;
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches('input, textarea, select')) return;
    if (event.key === ' ' && !flip.hidden && !target.matches('button, a, summary')) turnOver();
    else if (event.key === '1' && !notYet.hidden) rate(false);
    else if (event.key === '2' && !gotIt.hidden) rate(true);
    else return;
    event.preventDefault();
  });
  begin(
    cards.filter((card) => !isKnown(card)),
    false,
  );
};
