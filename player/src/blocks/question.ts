import type { QuestionData } from '../course';
import { all, idOf, make } from '../dom';
import { Fraction } from '../fraction';
import { inputOf, mark, readersOf } from '../questions';
import { type Answer, isCut } from '../questions/answer';
import type { Control } from '../questions/input';
import { noticeText } from '../questions/notice';
import { costsATry, EMPTY, type Outcome } from '../questions/outcome';
import type { Certainty } from '../state/model';
import type { Texts } from '../strings';
import { CertaintyChoice } from './question-certainty';

/** How a marked answer is shown. */
export interface Showing {
  /** What the answer earns, which is what the verdict is about. */
  readonly earned: Fraction;
  /** Also what is right, and why. */
  readonly reveal: boolean;
  /** Also what the author says to this answer. */
  readonly feedback: boolean;
  /** Said after the verdict. */
  readonly more?: string;
}

/** One question on the page: its answer, its verdicts, its feedback. Knows no quiz and keeps nothing. */
export class QuestionFace {
  /** Says how the answer was marked; takes the focus after a check. */
  readonly result = make('p', { class: 'verdict', tabindex: -1, hidden: true });
  private readonly accepted = make('p', { class: 'accepted', hidden: true });
  private readonly sure: CertaintyChoice | null;
  /** How many hints may be opened. */
  private hintsAllowed = Number.POSITIVE_INFINITY;

  constructor(
    readonly data: QuestionData,
    readonly element: HTMLElement,
    private readonly texts: Texts,
    announce: (text: string) => void = () => undefined,
  ) {
    this.input.attach?.(element, { texts, announce });
    const after = element.querySelector('.hints, .explanation');
    this.sure = data.certainty ? new CertaintyChoice(data.id, texts) : null;
    if (this.sure !== null) element.insertBefore(this.sure.element, after);
    element.insertBefore(this.result, after);
    element.insertBefore(this.accepted, after);
    this.oneHintAfterAnother();
  }

  /** What reads typed answers brings an input of its own. */
  private get input() {
    return inputOf(this.data);
  }

  /** The parts of the player without which its answer cannot be marked. */
  get readers(): readonly string[] {
    return readersOf(this.data);
  }

  get answer(): Answer | null {
    return this.input.read(this.element);
  }

  set answer(answer: Answer | null) {
    this.input.write(this.element, answer);
  }

  /** How sure the learner is; 0 where that is not asked or not said. */
  get certainty(): Certainty {
    return this.sure?.value ?? 0;
  }

  set certainty(certainty: Certainty) {
    if (this.sure !== null) this.sure.value = certainty;
  }

  set number(n: number) {
    const heading = this.element.querySelector('.question-number');
    if (heading !== null) heading.textContent = this.texts('question', { n });
  }

  /** What the focus goes to, and what names the question's controls. */
  get heading(): HTMLElement {
    return this.element.querySelector<HTMLElement>('.question-number') ?? this.element;
  }

  set locked(locked: boolean) {
    for (const control of this.controls) control.disabled = locked;
    if (this.sure !== null) this.sure.locked = locked;
  }

  /** So many hints may be opened, one after another; the last of them is opened where it is `given`. */
  offerHints(most: number, given = false): void {
    this.hintsAllowed = most;
    for (const hints of all(this.element, '.hints')) hints.hidden = most === 0;
    this.hints.forEach((hint, position) => {
      const before = this.hints[position - 1];
      hint.hidden = position >= most || !(given || before === undefined || before.open);
      if (position >= most) hint.open = false;
    });
    const last = this.hints[Math.min(most, this.hints.length) - 1];
    if (given && last !== undefined) last.open = true;
  }

  get hints(): HTMLDetailsElement[] {
    return all(this.element, '.hint') as HTMLDetailsElement[];
  }

  get controls(): readonly Control[] {
    return this.input.controls(this.element);
  }

  /** How the answer on the page is marked. */
  mark(): Outcome {
    return mark(this.data, this.answer);
  }

  /** Whether the answer is typed. */
  get typed(): boolean {
    return this.input.typed;
  }

  /** Put what can be chosen in the order of `keys`, '' as written, and what is always mixed in that of `seed`. */
  order(keys: string, seed: number): void {
    this.input.arrange?.(this.element, this.data, keys, seed);
  }

  /** Take back everything that marking has shown. */
  clear(): void {
    delete this.result.dataset.result;
    this.result.hidden = true;
    this.accepted.hidden = true;
    for (const shown of all(this.element, '.feedback, .explanation')) shown.hidden = true;
    this.input.clear(this.element);
  }

  /** Say why an answer costs no try: there is none yet, or it must be looked at again. */
  askAgain(outcome: Outcome, blind = false): void {
    this.clear();
    const { data: question, answer, texts } = this;
    if (!outcome.empty) this.input.point?.(this.element, { question, answer, texts, blind });
    this.say(outcome.empty ? texts(this.input.ask) : this.notice(outcome));
  }

  /** Say of an answer that is not to be marked yet that it cannot be read; nothing of right and wrong. */
  askIfUnreadable(): void {
    const outcome = this.mark();
    if (isUnreadable(outcome)) this.askAgain(outcome, true);
  }

  /** Ask how sure the learner is. */
  askForCertainty(): void {
    this.clear();
    this.say(this.texts('certainty-first'));
  }

  /** Say that the answer is kept, and that no computer marks it. */
  thank(reveal: boolean): void {
    this.clear();
    if (reveal) for (const explanation of all(this.element, '.explanation')) explanation.hidden = false;
    this.say(this.texts('result-by-hand'));
  }

  /** Show how an answer was marked; `marked` says it where the page cannot mark it. */
  show(answer: Answer | null, { earned, reveal, feedback, more = '' }: Showing, marked?: Outcome): void {
    this.clear();
    // Where a server marks, it says how: the page may not hold what is needed for it.
    const outcome = marked ?? mark(this.data, answer);
    // Of words that had no room in the LMS the mark is what is left.
    const cut = isCut(answer);
    const verdict =
      outcome.empty && !cut ? 'empty' : isUnmarked(this.data, earned) ? 'by-hand' : nameOf(earned);
    const { data: question, texts } = this;
    this.input.show(this.element, {
      question,
      answer,
      outcome: cut ? EMPTY : outcome,
      reveal,
      texts,
    });
    if (!feedback) for (const shown of all(this.element, '.feedback')) shown.hidden = true;
    if (reveal) {
      for (const explanation of all(this.element, '.explanation')) explanation.hidden = false;
      const accepted = this.input.right?.(question);
      this.accepted.hidden = accepted === undefined || verdict === 'right';
      this.accepted.textContent = this.texts('accepted', { answer: accepted ?? '' });
    }
    const { points } = this.data;
    this.result.dataset.result = verdict;
    const said = [
      this.texts.count(`result-${verdict}`, points, { earned: pointsOf(earned, this.data) }),
      more,
      cut ? this.texts(this.data.byHand ? 'answer-cut-written' : 'answer-cut') : '',
      cut || !feedback ? '' : this.notice(outcome),
    ];
    this.say(said.filter((sentence) => sentence !== '').join(' '));
  }

  private notice({ notice }: Outcome): string {
    return notice === '' ? '' : noticeText(this.data, notice, this.texts);
  }

  /** Say something about the answer, and leave the rest. */
  say(text: string): void {
    this.result.textContent = text;
    this.result.hidden = false;
    // What explains the verdict is read out with it.
    const explaining = all(this.element, '.feedback, .explanation, .accepted, .hint[open]').filter(
      (shown) => !shown.hidden,
    );
    this.result.setAttribute('aria-describedby', explaining.map(idOf).join(' '));
  }

  private oneHintAfterAnother(): void {
    this.hints.forEach((hint, position) => {
      hint.hidden = position > 0;
      hint.addEventListener('toggle', () => {
        const following = this.hints[position + 1];
        if (hint.open && following !== undefined) following.hidden = position + 1 >= this.hintsAllowed;
      });
    });
  }
}

/** Whether an answer cannot be read as one, which may be said before it is marked: it tells nothing of right and wrong. */
export const isUnreadable = (outcome: Outcome): boolean =>
  !outcome.empty && !costsATry(outcome) && outcome.notice !== 'near';

/** An essay that nobody has given points. */
const isUnmarked = ({ byHand }: QuestionData, earned: Fraction): boolean =>
  byHand === true && earned.equals(Fraction.ZERO);

/** What a share of a question is worth in its points, as it is said. */
export const pointsOf = (share: Fraction, { points }: Pick<QuestionData, 'points'>): number =>
  Number(share.times(Fraction.of(points)).toDecimal(2));

/** How an answer that earned so much is told. */
export function nameOf(earned: Fraction): 'right' | 'wrong' | 'partly' {
  if (earned.compare(Fraction.ONE) >= 0) return 'right';
  return earned.compare(Fraction.ZERO) <= 0 ? 'wrong' : 'partly';
}
