import { AGAIN, forgotten, GOOD, intervals, isOftenMissed, RATINGS, type Rating, review } from '../cards';
import { confirm } from '../confirm';
import type { Context } from '../context';
import type { LessonBlock } from '../course';
import { type Deck, type Offer, sessionOf } from '../deck';
import { all, button, focusOn, idOf, make } from '../dom';
import { isNew } from '../due';
import { cardDay } from '../state/model';
import { inDays } from '../when';
import { TypedAnswer } from './card-answer';
import { deckOf, offeredOf, type Study } from './cards';
import { type CardSides, deckAsText, saveText } from './deck-export';
import { DeckTools } from './deck-tools';

interface Card {
  readonly slot: number;
  readonly element: HTMLElement;
  readonly back: HTMLElement;
  readonly typed: TypedAnswer | null;
}

/** What a rating can be taken back to. */
interface Step {
  readonly card: Card;
  readonly word: number | undefined;
  readonly queue: readonly Card[];
  readonly known: number;
  readonly missed: ReadonlySet<number>;
}

/** Where keys have a meaning of their own. */
const TAKES_LETTERS = 'textarea, select, audio, input:not([type="radio"])';
/** Cards asked between a miss and the same card again. */
const CARDS_BETWEEN = 4;

/** A deck: recall or type the answer, turn the card over, say how well it was known. */
export const attach: Study = (section, block, context) => {
  const deck = section.querySelector<HTMLElement>('.deck');
  const cards = cardsOf(section, block, context, (card) => check(card));
  if (deck === null || cards.size === 0) return () => {};
  const { session, lesson, texts, now, announce, signal } = context;
  const plan: Deck = { ...deckOf(block), cards: [...cards.keys()] };
  /** What is asked of it: all, or one topic. */
  let asked = plan;
  const { language } = texts;
  const today = () => cardDay(now());
  const wordOf = (slot: number) => session.state.cards.get(slot) ?? 0;
  const dueOnly = context.course.due === true;
  const offered = () => offeredOf(asked, context);

  const count = make('p', { class: 'deck-count' });
  const bar = make('progress', { class: 'deck-bar', max: 1, value: 0, 'aria-hidden': 'true' });
  const flip = button(texts('turn-over'), 'primary flip', turnOver);
  flip.setAttribute('aria-keyshortcuts', 'Space');
  const question = make('p', { class: 'visually-hidden' }, texts('card-how-well'));
  const ratings = RATINGS.map((rating) => ratingButton(rating));
  const rates = make(
    'div',
    { class: 'rates', role: 'group', 'aria-labelledby': idOf(question) },
    question,
    ...ratings,
  );
  const warning = make('p', { class: 'often-missed' }, texts('card-often-missed'));
  const topics = [...new Set([...cards.values()].flatMap(topicsOf))];
  const tools = new DeckTools(texts, topics, {
    resize: () => begin(sessionOf(offered(), tools.size), false),
    undo: takeBack,
    reset: () => void startAnew(),
    save: dueOnly ? null : () => saveText(`${block.id}.txt`, deckAsText([...cards.values()].map(sidesOf))),
    choose(topic) {
      const about = (slot: number) => topic === '' || topicsOf(cards.get(slot)).includes(topic);
      asked = { ...plan, cards: plan.cards.filter(about) };
      steps = [];
      begin(sessionOf(offered(), tools.size), false);
    },
  });
  const actions = make('div', { class: 'actions deck-actions' }, flip, rates);
  const end = make('div', { class: 'deck-end', tabindex: -1 });
  deck.classList.add('deck-session');
  deck.before(tools.head);
  deck.after(bar, count, warning, actions, end, tools.foot);

  let queue: Card[] = [];
  /** How many cards of this session are known, and of how many. */
  let known = 0;
  let total = 0;
  let missed: ReadonlySet<number> = new Set();
  let steps: Step[] = [];

  function begin(slots: readonly number[], byLearner: boolean): void {
    queue = slots.flatMap((slot) => cards.get(slot) ?? []);
    total = queue.length;
    known = 0;
    missed = new Set();
    show(byLearner);
  }

  function show(moveFocus: boolean): void {
    const [current] = queue;
    for (const { element, back, typed } of cards.values()) {
      element.hidden = element !== current?.element;
      element.classList.toggle('current', element === current?.element);
      element.classList.remove('flipped');
      back.hidden = true;
      typed?.clear();
    }
    const running = current !== undefined;
    for (const part of [bar, count, actions]) part.hidden = !running;
    end.hidden = running;
    flip.hidden = false;
    flip.classList.toggle('primary', current?.typed === null);
    flip.textContent = texts(current?.typed === null ? 'turn-over' : 'card-show');
    rates.hidden = true;
    warning.hidden = !running || !isOftenMissed(wordOf(current.slot));
    bar.value = total === 0 ? 1 : known / total;
    count.textContent = texts('cards-count', { known, total });
    tools.update(
      offered(),
      steps.length > 0,
      hintsOf(current).length > 0,
      !dueOnly && plan.cards.some((slot) => wordOf(slot) !== 0),
    );
    if (current === undefined) {
      showEnd();
      if (moveFocus) focusOn(end);
    } else if (moveFocus) {
      announce(count.textContent);
      focusOn(current.element);
      current.typed?.focus();
    }
  }

  /** Show the back; `suggested` is the rating that stands out. */
  function reveal(card: Card, suggested: Rating): void {
    card.element.classList.add('flipped');
    card.back.hidden = false;
    flip.hidden = true;
    rates.hidden = false;
    const days = intervals(wordOf(card.slot), today(), block.retention);
    ratings.forEach((rate, at) => {
      const when = days[at] ? inDays(days[at], language) : texts('card-soon');
      (rate.querySelector('.rate-when') as HTMLElement).textContent = when;
      rate.classList.toggle('suggested', RATINGS[at] === suggested);
    });
  }

  function turnOver(): void {
    const [current] = queue;
    if (current === undefined || flip.hidden) return;
    reveal(current, GOOD);
    focusOn(current.back);
  }

  function check(card: Card): void {
    if (card !== queue[0] || card.typed === null || flip.hidden) return;
    if (card.typed.isEmpty) {
      announce(texts('type-first'));
      return;
    }
    reveal(card, card.typed.check() ? GOOD : AGAIN);
    focusOn(card.typed.verdict);
  }

  function rate(rating: Rating): void {
    const [card, ...rest] = queue;
    if (card === undefined || rates.hidden) return;
    const word = session.state.cards.get(card.slot);
    steps.push({ card, word, queue, known, missed });
    if (rating === AGAIN) {
      missed = new Set([...missed, card.slot]);
      queue = [...rest.slice(0, CARDS_BETWEEN), card, ...rest.slice(CARDS_BETWEEN)];
    } else {
      known++;
      queue = rest;
    }
    session.practised({ lesson: lesson.id, block: block.id, slot: block.slot, right: known, total });
    // Cards are kept in review mode too: going through them is never graded. The session refuses where it must.
    session.change(
      (draft) => draft.cards.set(card.slot, review(word ?? 0, rating, today(), block.retention)),
      {
        commit: true,
      },
    );
    show(true);
  }

  function takeBack(): void {
    const step = steps.pop();
    if (step === undefined) return;
    queue = [...step.queue];
    ({ known, missed } = step);
    total = Math.max(total, queue.length);
    session.change(
      (draft) => {
        if (step.word === undefined) draft.cards.delete(step.card.slot);
        else draft.cards.set(step.card.slot, step.word);
      },
      { commit: true },
    );
    show(true);
    announce(texts('card-undone'));
  }

  async function startAnew(): Promise<void> {
    const rated = plan.cards.filter((slot) => !isNew(wordOf(slot)));
    const text = texts.count('deck-reset-text', rated.length);
    if (!(await confirm(texts('deck-reset-title'), text, texts('deck-reset-yes'), texts('deck-reset-no'))))
      return;
    session.change(
      (draft) => {
        for (const slot of rated) draft.cards.set(slot, forgotten(today()));
      },
      { commit: true },
    );
    steps = [];
    begin(sessionOf(offered(), tools.size), true);
  }

  function showEnd(): void {
    const offer = offered();
    const more = sessionOf(offer, tools.size);
    const next = (label: string, slots: readonly number[], classes = '') =>
      button(label, classes, () => begin(slots, true));
    const buttons = [];
    if (more.length > 0)
      buttons.push(next(texts.count('cards-more', more.length), more, 'deck-more primary'));
    if (offer.later.length > 0)
      buttons.push(next(texts.count('cards-siblings', offer.later.length), offer.later, 'deck-more'));
    if (more.length === 0) buttons.push(next(texts('cards-again'), inTurn(asked)));
    end.replaceChildren(
      make('p', { class: 'deck-done' }, doneText()),
      make('p', { class: 'deck-next' }, nextText(offer)),
      make('div', { class: 'actions' }, ...buttons),
    );
  }

  const doneText = () =>
    total > 0
      ? texts.count('cards-done', total, { first: total - missed.size })
      : texts.count('cards-known', asked.cards.length);

  /** When the deck has something to ask again. */
  function nextText({ due, fresh, later }: Offer): string {
    if (due.length + fresh.length > 0) return '';
    if (later.length > 0) return texts.count('cards-apart', later.length);
    const days = tools.nextDue(asked, session.state.cards, today());
    return texts('cards-next', { when: inDays(Math.max(1, days), language) });
  }

  function ratingButton(rating: Rating): HTMLButtonElement {
    const rated = button('', `rate rate-${rating}`, () => rate(rating));
    rated.setAttribute('aria-keyshortcuts', String(rating));
    rated.append(
      make('kbd', { 'aria-hidden': 'true' }, String(rating)),
      make('span', { class: 'rate-name' }, texts(`rate-${rating}`)),
      ' ',
      make('span', { class: 'rate-when' }),
    );
    return rated;
  }

  const KEYS: Readonly<Record<string, () => void>> = {
    ' ': turnOver,
    1: () => rate(1),
    2: () => rate(2),
    3: () => rate(3),
    4: () => rate(4),
    u: takeBack,
    h: () => openHint(queue[0]),
    r: () => void replay(queue[0]),
    '?': () => tools.showKeys(),
  };
  section.addEventListener('keydown', (event) => {
    const target = event.target as Element;
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches(TAKES_LETTERS)) return;
    const press = KEYS[event.key.toLowerCase()];
    if (press === undefined || (event.key === ' ' && target.matches('button, a, summary, input'))) return;
    press();
    event.preventDefault();
  });
  // Midnight and the other windows of the learner change what is due.
  document.addEventListener('visibilitychange', () => tools.count(offered()), { signal });
  begin(sessionOf(offered(), tools.size), false);
  return () => {
    const typed = queue[0]?.typed ?? null;
    if (typed === null) turnOver();
    else typed.focus();
  };
};

function cardsOf(
  section: HTMLElement,
  block: LessonBlock,
  { texts }: Context,
  check: (card: Card) => void,
): Map<number, Card> {
  const cards = new Map<number, Card>();
  const elements = new Map(all(section, '.card').map((element) => [element.id, element]));
  for (const { id, slot, accept } of block.cards ?? []) {
    const element = elements.get(id);
    const back = element?.querySelector<HTMLElement>('.card-back');
    if (!element || !back) continue;
    const typed: TypedAnswer | null =
      accept === undefined ? null : new TypedAnswer(accept, texts, () => check(card));
    const card: Card = { slot, element, back, typed };
    if (typed !== null) back.before(typed.element);
    cards.set(slot, card);
  }
  return cards;
}

const topicsOf = (card: Card | undefined): string[] =>
  card === undefined ? [] : all(card.element, '.card-tags li').map((topic) => topic.textContent ?? '');

const sidesOf = (card: Card): CardSides => ({
  front: card.element.querySelector('.card-front') ?? card.element,
  back: card.back,
  topics: topicsOf(card),
});

/** All cards of a deck, with the siblings of those before as far behind them as they can be. */
function inTurn({ cards, siblings = [] }: Deck): number[] {
  const place = (slot: number) => Math.max(0, ...siblings.map((group) => group.indexOf(slot)));
  return [...cards].sort((one, other) => place(one) - place(other));
}

const hintsOf = (card: Card | undefined): HTMLDetailsElement[] =>
  card === undefined ? [] : (all(card.element, '.hint') as HTMLDetailsElement[]);

function openHint(card: Card | undefined): void {
  const hint = hintsOf(card).find(({ open }) => !open);
  if (hint === undefined) return;
  hint.open = true;
  hint.querySelector('summary')?.focus();
}

/** Play the sound of the side that is seen. */
async function replay(card: Card | undefined): Promise<void> {
  if (card === undefined) return;
  const sounds = all(card.element, 'audio') as HTMLAudioElement[];
  const seen = sounds.filter((sound) => sound.closest('[hidden]') === null);
  const sound = seen[seen.length - 1];
  if (sound === undefined) return;
  sound.currentTime = 0;
  try {
    await sound.play();
  } catch {
    // A sound that is missing or refused shows itself in its own controls.
  }
}
