import type { Context } from '../context';
import type { LessonBlock } from '../course';
import { all, make } from '../dom';
import { draw } from '../draw';
import { QuestionFace } from './question';
import { QuizBar, type Standing } from './quiz-bar';
import { QuizStore } from './quiz-store';

/** A quiz on the page: its questions in the order of the attempt, and what all modes put around them. */
export class QuizPage {
  readonly store: QuizStore;
  readonly bar: QuizBar;
  /** The questions of the current attempt, as they stand on the page. */
  dealt: readonly QuestionFace[] = [];
  /** How a question stands, and what the bar says of all; the mode knows. */
  standing: (face: QuestionFace) => string = () => 'open';
  summary: () => string = () => '';
  /** Called after the bar was brought up to date. */
  updated: () => void = () => {};
  /** Whether the list may say what was right and wrong. */
  marksShown = true;

  private readonly faces = new Map<number, QuestionFace>();
  private readonly elements: ReadonlyMap<string, HTMLElement>;
  private readonly flags = new Map<QuestionFace, HTMLButtonElement>();

  constructor(
    readonly section: HTMLElement,
    readonly list: Element,
    readonly block: LessonBlock,
    readonly context: Context,
  ) {
    this.store = new QuizStore(block, context, section);
    this.bar = new QuizBar(context.texts);
    this.elements = new Map(all(list, '.question').map((element) => [element.id, element]));
    list.before(this.bar.element);
  }

  /** Put the questions of the current attempt on the page, in their order, cleared and filled in as stored. */
  deal(): void {
    const questions = this.block.questions ?? [];
    const slots = questions.map((question) => question.slot);
    const kept = new Set(slots.filter((slot) => this.store.isTouched(slot)));
    const { groups = [[slots.length, 0]], shuffle = false } = this.block;
    const drawn = draw(slots, groups, shuffle, this.store.quiz.seed, kept);
    this.dealt = drawn.flatMap(({ slot, keys }) => {
      const face = this.faceOf(slot);
      face?.order(keys, this.store.quiz.seed);
      return face === null ? [] : [face];
    });
    this.list.replaceChildren(...this.dealt.map((face) => face.element));
    this.dealt.forEach((face, position) => {
      face.number = position + 1;
      face.clear();
      this.fill(face);
    });
    this.bar.deal(this.dealt);
  }

  /** Write the answer that is kept into the page. */
  fill(face: QuestionFace): void {
    const { answer, certainty, flagged } = this.store.question(face.data.slot);
    face.answer = answer;
    face.certainty = certainty;
    this.flags.get(face)?.setAttribute('aria-pressed', String(flagged));
  }

  /** The question on the page in which something happened. */
  at(event: Event): QuestionFace | undefined {
    const element = (event.target as Element).closest('.question');
    return this.dealt.find((face) => face.element === element);
  }

  /** Tell the bar how the questions stand now. */
  update(): void {
    const standings = this.dealt.map(
      (face): Standing => ({
        state: this.marksShown ? this.standing(face) : 'answered',
        flagged: this.store.question(face.data.slot).flagged,
      }),
    );
    this.bar.update(standings, this.summary());
    this.updated();
  }

  private faceOf(slot: number): QuestionFace | null {
    const known = this.faces.get(slot);
    if (known !== undefined) return known;
    const data = this.block.questions?.find((question) => question.slot === slot);
    const element = data && this.elements.get(data.id);
    if (data === undefined || element === undefined) return null;
    const face = new QuestionFace(data, element, this.context.texts, this.context.announce);
    this.faces.set(slot, face);
    if (this.context.session.writable) this.offerFlag(face);
    return face;
  }

  private offerFlag(face: QuestionFace): void {
    const { texts } = this.context;
    const flag = make('button', { type: 'button', class: 'flag', 'aria-pressed': 'false' }, texts('flag'));
    flag.addEventListener('click', () => {
      if (!this.context.session.writable) return;
      const flagged = !this.store.question(face.data.slot).flagged;
      this.store.flag(face.data, flagged);
      flag.setAttribute('aria-pressed', String(flagged));
      this.update();
    });
    this.flags.set(face, flag);
    face.element.querySelector('.question-head')?.append(flag);
  }
}
