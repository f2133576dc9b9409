import type { Context } from '../context';
import type { LessonBlock, QuestionData } from '../course';
import { all, make } from '../dom';
import { draw } from '../draw';
import { keepEntries } from '../early';
import { expectParts } from '../late';
import { inSlices } from '../slices';
import { QuestionFace } from './question';
import { QuizBar, type Standing } from './quiz-bar';
import { QuizStore } from './quiz-store';

/** A quiz on the page: its questions in the order of the attempt, and what all modes put around them. */
export class QuizPage {
  readonly store: QuizStore;
  readonly bar: QuizBar;
  /** The questions of the current attempt. */
  asked: readonly QuestionData[] = [];
  /** The same as they stand on the page; fewer while they are being put there. */
  dealt: readonly QuestionFace[] = [];
  /** How a question stands, and what the bar says of all; the mode knows. */
  standing: (face: QuestionFace) => string = () => 'open';
  summary: () => string = () => '';
  /** Called after the bar was brought up to date. */
  updated: () => void = () => {};
  /** Whether the list may say what was right and wrong. */
  marksShown = true;

  private complete = false;
  private dealing: AbortController | null = null;
  private readonly faces = new Map<number, QuestionFace>();
  private readonly elements: ReadonlyMap<string, HTMLElement>;
  private readonly flags = new Map<QuestionFace, HTMLButtonElement>();

  constructor(
    readonly section: HTMLElement,
    readonly list: Element,
    readonly block: LessonBlock,
    readonly context: Context,
  ) {
    this.store = new QuizStore(block, context);
    this.bar = new QuizBar(context.texts);
    this.elements = new Map(all(list, '.question').map((element) => [element.id, element]));
    list.before(this.bar.element);
    // What reads an answer is there by the time it is checked.
    section.addEventListener(
      'focusin',
      (event) => {
        if ((event.target as Element).matches('input')) expectParts(this.at(event)?.readers ?? []);
      },
      { signal: context.signal },
    );
  }

  /**
   * Put the questions of the current attempt on the page, in their order, cleared and filled in as stored. `equip` is
   * called for each of them, `done` when all are there: of many they come in slices.
   */
  deal(equip: (face: QuestionFace) => void, done: () => void): void {
    this.dealing?.abort();
    const dealing = new AbortController();
    this.dealing = dealing;
    this.context.signal.addEventListener('abort', () => dealing.abort(), { once: true });
    const questions = new Map((this.block.questions ?? []).map((question) => [question.slot, question]));
    const slots = [...questions.keys()];
    const kept = new Set(slots.filter((slot) => this.store.isTouched(slot)));
    const { groups = [[slots.length, 0]], shuffle = false } = this.block;
    const drawn = draw(slots, groups, shuffle, this.store.quiz.seed, kept).flatMap(({ slot, keys }) => {
      const data = questions.get(slot);
      const element = data && this.elements.get(data.id);
      return data === undefined || element === undefined ? [] : [{ data, element, keys }];
    });
    this.asked = drawn.map(({ data }) => data);
    this.store.remark(this.asked);
    this.store.tell(this.asked);
    const inPlace = this.list.childElementCount === drawn.length;
    if (!inPlace || drawn.some(({ element }, position) => this.list.children[position] !== element)) {
      this.list.replaceChildren(...drawn.map(({ element }) => element));
    }
    const dealt: QuestionFace[] = [];
    this.dealt = dealt;
    this.complete = false;
    inSlices(
      drawn,
      dealing.signal,
      ({ data, element, keys }, position) => {
        const put = () => {
          const face = this.faceOf(data, element);
          dealt.push(face);
          face.order(keys, this.store.quiz.seed);
          face.number = position + 1;
          this.fill(face);
          equip(face);
        };
        if (this.faces.has(data.slot)) put();
        else keepEntries(element, put);
      },
      () => {
        this.complete = true;
        this.bar.deal(dealt);
        done();
      },
    );
  }

  /** Do something with each question on the page; those that are not there yet are put there for it. */
  each(work: (face: QuestionFace) => void, done: () => void): void {
    if (this.complete) inSlices(this.dealt, this.context.signal, work, done);
    else this.deal(work, done);
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

  private faceOf(data: QuestionData, element: HTMLElement): QuestionFace {
    const known = this.faces.get(data.slot);
    if (known !== undefined) {
      known.clear();
      return known;
    }
    const face = new QuestionFace(data, element, this.context.texts, this.context.announce);
    this.faces.set(data.slot, face);
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
