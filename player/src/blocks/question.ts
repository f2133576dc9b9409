import type { QuestionData } from '../course';
import { all, idOf, languageOf, make } from '../dom';
import { Fraction } from '../fraction';
import { inputOf, mark } from '../questions';
import { type Answer, isCut } from '../questions/answer';
import type { Control } from '../questions/input';
import { noticeText } from '../questions/notice';
import { costsATry, EMPTY, type Outcome } from '../questions/outcome';
import type { Texts } from '../strings';

/** One question on the page: its answer, its verdicts, its feedback. Knows no quiz and keeps nothing. */
export class QuestionFace {
  /** Says how the answer was marked; takes the focus after a check. */
  readonly result = make('p', { class: 'verdict', tabindex: -1, hidden: true });
  private readonly accepted = make('p', { class: 'accepted', hidden: true });
  private readonly input;

  constructor(
    readonly data: QuestionData,
    readonly element: HTMLElement,
    private readonly texts: Texts,
    announce: (text: string) => void = () => undefined,
  ) {
    this.input = inputOf(data);
    this.input.attach?.(element, { texts, announce });
    const after = element.querySelector('.hints, .explanation');
    element.insertBefore(this.result, after);
    element.insertBefore(this.accepted, after);
    this.oneHintAfterAnother();
  }

  get answer(): Answer | null {
    return this.input.read(this.element);
  }

  set answer(answer: Answer | null) {
    this.input.write(this.element, answer);
  }

  set number(n: number) {
    const heading = this.element.querySelector('.question-number');
    if (heading !== null) heading.textContent = this.texts('question', { n });
  }

  set locked(locked: boolean) {
    for (const control of this.controls) control.disabled = locked;
  }

  set hintsOffered(offered: boolean) {
    for (const hints of all(this.element, '.hints')) hints.hidden = !offered;
  }

  get controls(): readonly Control[] {
    return this.input.controls(this.element);
  }

  /** The language in which numbers are read: that of the block. */
  get lang(): string {
    return languageOf(this.element);
  }

  /** How the answer on the page is marked. */
  mark(): Outcome {
    return mark(this.data, this.answer, this.lang);
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
  askAgain(outcome: Outcome): void {
    this.clear();
    this.say(outcome.empty ? this.texts(this.input.ask) : this.notice(outcome));
  }

  /** Say of an answer that is not to be marked yet that it cannot be read; nothing of right and wrong. */
  askIfUnreadable(): void {
    const outcome = this.mark();
    if (outcome.empty || costsATry(outcome) || outcome.notice === 'near') return;
    this.askAgain(outcome);
  }

  /** Say that the words in the field are only the beginning of what was typed. */
  askForRest(): void {
    this.say(this.texts('answer-cut-open'));
  }

  /** Say something about what becomes of the answer, and leave the rest. */
  note(text: string): void {
    this.say(text);
  }

  /** Show how an answer was marked; `reveal` also shows the right answer and the explanation. */
  show(answer: Answer | null, earned: Fraction, reveal: boolean, marked?: Outcome): void {
    this.clear();
    // Where a server marks, it says how: the page may not hold what is needed for it.
    const outcome = marked ?? mark(this.data, answer, this.lang);
    // Of words that had no room in the LMS the mark is what is left.
    const cut = isCut(answer);
    const verdict = outcome.empty && !cut ? 'empty' : nameOf(earned);
    const { data: question, texts } = this;
    this.input.show(this.element, {
      question,
      answer,
      outcome: cut ? EMPTY : outcome,
      reveal,
      texts,
    });
    if (reveal) {
      for (const explanation of all(this.element, '.explanation')) explanation.hidden = false;
      const accepted = this.input.right?.(question, this.lang);
      this.accepted.hidden = accepted === undefined || verdict === 'right';
      this.accepted.textContent = this.texts('accepted', { answer: accepted ?? '' });
    }
    const { points } = this.data;
    this.result.dataset.result = verdict;
    const said = this.texts(`result-${verdict}`, {
      earned: earned.times(Fraction.of(points)).toDecimal(2),
      points,
    });
    const more = cut ? this.texts('answer-cut') : this.notice(outcome);
    this.say(more === '' ? said : `${said} ${more}`);
  }

  private notice({ notice }: Outcome): string {
    return notice === '' ? '' : noticeText(this.data, notice, this.lang, this.texts);
  }

  private say(text: string): void {
    this.result.textContent = text;
    this.result.hidden = false;
    // What explains the verdict is read out with it.
    const explaining = all(this.element, '.feedback, .explanation, .accepted').filter(
      (shown) => !shown.hidden,
    );
    this.result.setAttribute('aria-describedby', explaining.map(idOf).join(' '));
  }

  private oneHintAfterAnother(): void {
    const hints = all(this.element, '.hint') as HTMLDetailsElement[];
    hints.forEach((hint, position) => {
      hint.hidden = position > 0;
      hint.addEventListener('toggle', () => {
        const following = hints[position + 1];
        if (hint.open && following !== undefined) following.hidden = false;
      });
    });
  }
}

function nameOf(earned: Fraction): 'right' | 'wrong' | 'partly' {
  if (earned.compare(Fraction.ONE) >= 0) return 'right';
  return earned.compare(Fraction.ZERO) <= 0 ? 'wrong' : 'partly';
}
