import type { Context } from '../context';
import type { LessonBlock, QuestionData } from '../course';
import { Fraction } from '../fraction';
import { inputOf } from '../questions';
import type { Answer } from '../questions/answer';
import {
  type CourseState,
  NO_QUESTION,
  type QuestionState,
  type QuizState,
  type StateView,
} from '../state/model';

const BLANK: Answer = { keys: [] };

/** The state of one quiz: in the session, or, where nothing may be kept (review, browse), on this page alone. */
export class QuizStore {
  private local: CourseState | null = null;
  /** The attempt that begins with the first answer. */
  private readonly fresh: QuizState;
  private answeredAt: number;
  private readonly spent = new Map<number, number>();

  constructor(
    private readonly block: LessonBlock,
    private readonly context: Context,
    /** The language in which numbers are read. */
    private readonly lang: string,
  ) {
    this.fresh = { attempt: 1, seed: context.seed(), handedIn: 0, open: true, best: null };
    this.answeredAt = context.elapsed();
  }

  get quiz(): QuizState {
    return this.state.quizzes.get(this.block.slot) ?? this.fresh;
  }

  question(slot: number): QuestionState {
    return this.state.questions.get(slot) ?? NO_QUESTION;
  }

  /** Whether the learner met the question in the current attempt and left something there. */
  isTouched(slot: number): boolean {
    const { tries, answer, marked } = this.question(slot);
    return tries > 0 || marked || answer !== null;
  }

  /** Keep an answer and tell the LMS; nothing is told while it is only noted. */
  answer(
    question: QuestionData,
    answer: Answer | null,
    next: Partial<QuestionState>,
    also?: (draft: CourseState) => void,
  ): void {
    const { recorded: _, ...kept } = { ...this.question(question.slot), ...next, answer };
    const edit = (draft: CourseState) => {
      this.begin(draft);
      also?.(draft);
    };
    if (!this.context.session.writable) {
      this.edit((draft) => {
        draft.questions.set(question.slot, { ...kept, recorded: -1 });
        edit(draft);
      });
      return;
    }
    // A blank replaces what the LMS holds from an earlier attempt; one it never heard of it need not know.
    const told = kept.marked && (answer !== null || this.question(question.slot).recorded >= 0);
    const latency = this.latency(question.slot, answer);
    this.context.session.answer({
      lesson: this.context.lesson.id,
      question: question.id,
      slot: question.slot,
      state: kept,
      interaction: told
        ? {
            ...inputOf(question).interaction(question, answer ?? BLANK, this.lang),
            ...(answer === null ? { response: '' } : {}),
            description: question.text,
            weighting: question.points,
            ...(latency === undefined ? {} : { latency }),
          }
        : null,
      also: edit,
    });
  }

  /** Milliseconds spent on a question up to this answer; an answer that only is handed in takes none. */
  private latency(slot: number, answer: Answer | null): number | undefined {
    if (JSON.stringify(this.question(slot).answer) !== JSON.stringify(answer)) {
      const now = this.context.elapsed();
      this.spent.set(slot, (this.spent.get(slot) ?? 0) + Math.round(now - this.answeredAt));
      this.answeredAt = now;
    }
    return this.spent.get(slot);
  }

  /** Note what is being typed, without a commit of its own. */
  note(question: QuestionData, answer: Answer | null): void {
    this.edit((draft) => {
      this.begin(draft);
      draft.questions.set(question.slot, { ...(draft.questions.get(question.slot) ?? NO_QUESTION), answer });
    }, false);
  }

  /** A new attempt, with a new draw and no answers. */
  renew(questions: readonly QuestionData[]): void {
    this.edit((draft) => {
      draft.quizzes.set(this.block.slot, {
        ...(draft.quizzes.get(this.block.slot) ?? this.fresh),
        attempt: this.quiz.attempt + 1,
        seed: this.context.seed(),
        open: true,
      });
      for (const { slot } of questions) {
        const { recorded } = draft.questions.get(slot) ?? NO_QUESTION;
        draft.questions.set(slot, { ...NO_QUESTION, recorded });
      }
    });
    this.spent.clear();
    this.answeredAt = this.context.elapsed();
  }

  edit(change: (draft: CourseState) => void, commit = true): void {
    if (this.context.session.writable) this.context.session.change(change, { commit });
    else change(this.copy());
  }

  private begin(draft: CourseState): void {
    if (!draft.quizzes.has(this.block.slot)) draft.quizzes.set(this.block.slot, this.fresh);
  }

  private get state(): StateView {
    return this.local ?? this.context.session.state;
  }

  private copy(): CourseState {
    const { state } = this.context.session;
    this.local ??= {
      ...state,
      questions: new Map(state.questions),
      quizzes: new Map(state.quizzes),
      cards: new Map(state.cards),
      seen: new Set(state.seen),
    };
    return this.local;
  }
}

/** Points earned and points to be had, of the questions drawn. */
export function points(
  questions: readonly QuestionData[],
  stateOf: (slot: number) => QuestionState,
): { readonly earned: Fraction; readonly total: number } {
  let earned = Fraction.ZERO;
  let total = 0;
  for (const question of questions) {
    earned = earned.plus(stateOf(question.slot).earned.times(Fraction.of(question.points)));
    total += question.points;
  }
  return { earned, total };
}

export const better = (one: Fraction | null, other: Fraction): Fraction =>
  one === null || one.compare(other) < 0 ? other : one;
