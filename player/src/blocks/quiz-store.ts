import * as rules from '../attempt';
import type { Context } from '../context';
import type { LessonBlock, QuestionData } from '../course';
import { Drafts } from '../drafts';
import { inputOf } from '../questions';
import { type Answer, sameAnswer } from '../questions/answer';
import type { AnswerGiven, Urgency } from '../session';
import {
  type Certainty,
  type CourseState,
  copyState,
  isTouched,
  NO_QUESTION,
  type QuestionState,
  type QuizState,
  type StateView,
} from '../state/model';

const BLANK: Answer = { keys: [] };

const NOW: Urgency = { commit: true };
const SOON: Urgency = { commit: false, soon: true };
const AT_LEISURE: Urgency = { commit: false };

type Change = readonly [question: QuestionData, next: QuestionState];
type Also = (draft: CourseState) => void;

/**
 * The state of one quiz: in the session, or, where nothing may be kept (review, browse), on this page alone. What an
 * answer changes is decided by the rules of `attempt.ts`.
 */
export class QuizStore {
  readonly drafts: Drafts;
  private local: CourseState | null = null;
  /** The attempt that begins with the first answer. */
  private readonly fresh: QuizState;
  private answeredAt: number;
  private readonly spent = new Map<number, number>();

  constructor(
    private readonly block: LessonBlock,
    private readonly context: Context,
  ) {
    this.fresh = { attempt: 1, seed: context.seed(), handedIn: 0, open: true, score: null };
    this.answeredAt = context.elapsed();
    this.drafts = new Drafts(context);
  }

  get quiz(): QuizState {
    return this.state.quizzes.get(this.block.slot) ?? this.fresh;
  }

  /** Whether the current attempt has left anything in the state. */
  get begun(): boolean {
    return this.state.quizzes.has(this.block.slot);
  }

  question(slot: number): QuestionState {
    return this.state.questions.get(slot) ?? NO_QUESTION;
  }

  readonly stateOf = (slot: number): QuestionState => this.question(slot);

  isOver(question: QuestionData): boolean {
    return rules.isOver(this.block, question, this.question(question.slot));
  }

  result(questions: readonly QuestionData[]): rules.Result {
    return rules.resultOf(this.block, questions, this.stateOf);
  }

  /** Whether the learner met the question in the current attempt and left something there. */
  isTouched(slot: number): boolean {
    const state = this.question(slot);
    return state.flagged || isTouched(state);
  }

  /** Keep an answer as the mode says; `also` belongs to the same change. */
  respond(question: QuestionData, answer: Answer | null, certainty: Certainty, also?: Also): void {
    const before = this.question(question.slot);
    const how = { certainty };
    // An exam marks nothing yet, and so needs nothing that could.
    const next =
      this.block.mode === 'exam'
        ? rules.noted(before, answer, certainty)
        : rules.respond(this.block, question, before, answer, how)[0];
    if (next !== before) this.keep([[question, next]], also);
  }

  /** Mark what is open and close the attempt. */
  handIn(questions: readonly QuestionData[]): void {
    this.drafts.drop(questions);
    const next = new Map(
      questions.map((question) => [
        question.slot,
        rules.handIn(this.block, question, this.question(question.slot)),
      ]),
    );
    const { share } = rules.resultOf(this.block, questions, (slot) => next.get(slot) ?? NO_QUESTION);
    const changes = questions
      .map((question): Change => [question, next.get(question.slot) ?? NO_QUESTION])
      .filter(([question, state]) => state !== this.question(question.slot));
    const { counts = 'best' } = this.block;
    this.keep(changes, (draft) => {
      const quiz = draft.quizzes.get(this.block.slot) ?? this.quiz;
      // Before the first hand-in the score is that of practice, where the author made another mode of it.
      const before = quiz.handedIn > 0 ? quiz.score : null;
      const score = share === null ? before : rules.counted(counts, before, quiz.handedIn, share);
      draft.quizzes.set(this.block.slot, { ...quiz, score, open: false, handedIn: quiz.handedIn + 1 });
    });
  }

  /** Let the LMS hear of marked answers that it has no record of, such as those of an attempt that was taken over. */
  tell(questions: readonly QuestionData[]): void {
    const marked = questions.filter(({ slot }) => this.question(slot).marked);
    if (this.context.session.writable && marked.length > 0)
      this.context.session.tell(marked.map((question) => this.given(question, this.question(question.slot))));
  }

  /** Mark answers anew where the author has corrected a key and says so. */
  remark(questions: readonly QuestionData[]): void {
    if (!this.context.session.writable || !questions.some(({ remark }) => remark)) return;
    const changes = questions.flatMap((question): Change[] => {
      const before = this.question(question.slot);
      const next = rules.remarked(this.block, question, before);
      return next === before ? [] : [[question, next]];
    });
    if (changes.length === 0) return;
    const next = new Map(changes.map(([{ slot }, state]) => [slot, state]));
    const old = this.result(questions).share;
    const now = rules.resultOf(this.block, questions, (slot) => next.get(slot) ?? this.question(slot)).share;
    const { score: before, handedIn, open } = this.quiz;
    const { counts = 'best' } = this.block;
    const closed = this.block.mode === 'practice' ? before !== null : !open;
    this.keep(changes, (draft) => {
      if (!closed || before === null || old === null || now === null) return;
      const score = rules.recounted(counts, before, handedIn, old, now);
      draft.quizzes.set(this.block.slot, { ...this.quiz, score });
    });
  }

  /** Note what is being typed, without a commit of its own. */
  note(question: QuestionData, answer: Answer | null, certainty: Certainty): void {
    this.latency(question.slot, answer);
    this.edit((draft) => {
      this.begin(draft);
      const before = draft.questions.get(question.slot) ?? NO_QUESTION;
      draft.questions.set(question.slot, { ...before, answer, certainty });
    }, SOON);
  }

  /** The learner wants to come back to a question, or no longer does. */
  flag({ slot }: QuestionData, flagged: boolean): void {
    this.edit((draft) => {
      this.begin(draft);
      draft.questions.set(slot, { ...(draft.questions.get(slot) ?? NO_QUESTION), flagged });
    });
  }

  /** Begin the attempt before anything is answered: its time runs. */
  start(): void {
    this.edit((draft) => this.begin(draft));
  }

  /** Note how many seconds of the attempt are used up. */
  spend(seconds: number): void {
    this.edit((draft) => {
      this.begin(draft);
      draft.quizzes.set(this.block.slot, { ...this.quiz, spent: seconds });
    }, AT_LEISURE);
  }

  /** A new attempt, with a new draw and no answers. */
  renew(questions: readonly QuestionData[]): void {
    this.drafts.drop(questions);
    this.edit((draft) => {
      const { spent: _, ...before } = draft.quizzes.get(this.block.slot) ?? this.fresh;
      draft.quizzes.set(this.block.slot, {
        ...before,
        attempt: this.quiz.attempt + 1,
        seed: this.context.seed(),
        open: true,
      });
      for (const { slot } of questions) {
        const { recorded } = draft.questions.get(slot) ?? NO_QUESTION;
        // Its place among the LMS's records is all that stays.
        if (recorded < 0) draft.questions.delete(slot);
        else draft.questions.set(slot, { ...NO_QUESTION, recorded });
      }
    });
    this.spent.clear();
    this.answeredAt = this.context.elapsed();
  }

  edit(change: Also, how: Urgency = NOW): void {
    if (this.context.session.writable) this.context.session.change(change, how);
    else change(this.copy());
  }

  /** Keep the states of questions, and tell the LMS of those that are marked; nothing is told while it is only noted. */
  private keep(changes: readonly Change[], also?: Also): void {
    const edit = (draft: CourseState) => {
      this.begin(draft);
      also?.(draft);
    };
    if (this.context.session.writable) {
      const given = changes.map(([question, next]) => this.given(question, next));
      this.context.session.answerAll(given, edit);
      return;
    }
    this.edit((draft) => {
      for (const [{ slot }, next] of changes) draft.questions.set(slot, { ...next, recorded: -1 });
      edit(draft);
    });
  }

  private given(question: QuestionData, { recorded, ...state }: QuestionState): AnswerGiven {
    const { answer } = state;
    // A blank replaces what the LMS holds from an earlier attempt; one it never heard of it need not know.
    const told =
      (state.marked && (answer !== null || recorded >= 0)) || rules.waits(question, { ...state, recorded });
    const latency = this.latency(question.slot, answer);
    return {
      lesson: this.context.lesson.id,
      question: question.id,
      slot: question.slot,
      state,
      interaction: told
        ? {
            ...this.interaction(question, answer),
            description: question.text,
            weighting: question.points,
            ...(latency === undefined ? {} : { latency }),
          }
        : null,
    };
  }

  private interaction(question: QuestionData, answer: Answer | null) {
    const told = inputOf(question).interaction(question, answer ?? BLANK);
    // Blank gaps are still a list of gaps, with one pattern for all of them.
    const blank = told.type === 'fill-in' && typeof told.response !== 'string' ? [] : '';
    return answer === null ? { ...told, response: blank } : told;
  }

  /** Milliseconds spent on a question up to this answer; an answer that only is handed in takes none. */
  private latency(slot: number, answer: Answer | null): number | undefined {
    if (!sameAnswer(this.question(slot).answer, answer)) {
      const now = this.context.elapsed();
      this.spent.set(slot, (this.spent.get(slot) ?? 0) + Math.round(now - this.answeredAt));
      this.answeredAt = now;
    }
    return this.spent.get(slot);
  }

  private begin(draft: CourseState): void {
    if (!draft.quizzes.has(this.block.slot)) draft.quizzes.set(this.block.slot, this.fresh);
  }

  private get state(): StateView {
    return this.local ?? this.context.session.state;
  }

  private copy(): CourseState {
    this.local ??= copyState(this.context.session.state);
    return this.local;
  }
}
