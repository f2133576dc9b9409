import type { BlockEntry, CourseData } from './course';
import { Fraction } from './fraction';
import type { StateView } from './state/model';

/*
 * What a state is worth. The same rules as `hornbook/scoring.py`; both run `tests/vectors/progress.json`.
 */

export interface BlockProgress {
  readonly done: boolean;
  /** Part of its points earned, 0 to 1; null = not graded. */
  readonly score: Fraction | null;
}

export interface LessonProgress {
  /** Every required block is done. */
  readonly done: boolean;
  readonly doneRequired: number;
  readonly required: number;
  /** Mean of the graded blocks by weight; null = nothing in it is graded. */
  readonly score: Fraction | null;
}

export interface Progress {
  /** By slot of the block. */
  readonly blocks: ReadonlyMap<number, BlockProgress>;
  /** By slot of the lesson. */
  readonly lessons: ReadonlyMap<number, LessonProgress>;
  readonly doneRequired: number;
  readonly required: number;
  /** Mean of the lessons by weight; what was not attempted counts 0; null = nothing is graded. */
  readonly score: Fraction | null;
  /** A graded part is finished: from now on the LMS is told the score. */
  readonly scored: boolean;
  readonly completion: 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
}

/** What a course must tell to be measured. */
export type Measured = Pick<CourseData, 'pass'> & {
  readonly lessons: readonly {
    readonly slot: number;
    readonly weight: number;
    readonly blocks: readonly Omit<BlockEntry, 'id'>[];
  }[];
};
type Block = Omit<BlockEntry, 'id'>;

/** What the state means for this course. Pure: no clock, no LMS. */
export function measure(course: Measured, state: StateView): Progress {
  const blocks = new Map<number, BlockProgress>();
  const lessons = new Map<number, LessonProgress>();
  const pass = Fraction.of(course.pass, 100);
  const total = new Mean();
  let doneRequired = 0;
  let required = 0;
  let scored = false;
  let tryLeft = false;
  let begun = false;
  for (const lesson of course.lessons) {
    const mean = new Mean();
    let lessonDone = 0;
    let lessonRequired = 0;
    for (const block of lesson.blocks) {
      const done = blockDone(block, state);
      const score = block.weight > 0 ? earned(block, done, state) : null;
      blocks.set(block.slot, { done, score });
      begun ||= done;
      if (block.required) lessonRequired++;
      if (block.required && done) lessonDone++;
      if (score === null) continue;
      mean.add(score, block.weight);
      if (lesson.weight > 0) {
        scored ||= done;
        // A part above the pass mark may still lift the whole, as long as it is not full and has a try left.
        tryLeft ||= score.compare(Fraction.ONE) < 0 && !triesUsed(block, state);
      }
    }
    const score = mean.value();
    if (score !== null && lesson.weight > 0) total.add(score, lesson.weight);
    lessons.set(lesson.slot, {
      done: lessonDone === lessonRequired,
      doneRequired: lessonDone,
      required: lessonRequired,
      score,
    });
    doneRequired += lessonDone;
    required += lessonRequired;
  }
  const score = total.value();
  const passed = score !== null && score.compare(pass) >= 0;
  // Where nothing is required, a course is not completed by being opened.
  const allDone = required > 0 ? doneRequired === required : begun;
  const completed = allDone && (score === null || passed || !tryLeft);
  return {
    blocks,
    lessons,
    doneRequired,
    required,
    score,
    scored,
    completion: completed ? 'completed' : 'incomplete',
    success: !completed || score === null ? 'unknown' : passed ? 'passed' : 'failed',
  };
}

/** A block is done: an exam handed in, every card rated once, anything else seen to its end. */
export function blockDone(block: Block, state: StateView): boolean {
  if (block.kind === 'quiz' && block.mode !== 'practice') {
    return (state.quizzes.get(block.slot)?.handedIn ?? 0) >= 1;
  }
  if (block.kind === 'cards') {
    // A card that was set back was rated all the same: its word stays, with the day.
    return (block.cards ?? []).every((slot) => (state.cards.get(slot) ?? 0) !== 0);
  }
  return state.seen.has(block.slot);
}

/**
 * A quiz earns its best attempt, an exam only once it was handed in; any other graded block earns everything by being
 * done. null = handed in, and all of it waits for marks by hand: it is left out until then.
 */
function earned(block: Block, done: boolean, state: StateView): Fraction | null {
  if (block.kind !== 'quiz') return done ? Fraction.ONE : Fraction.ZERO;
  // What an exam that the author made of a practice quiz already holds is the best of the practice.
  if (block.mode !== 'practice' && !done) return Fraction.ZERO;
  return state.quizzes.get(block.slot)?.score ?? (block.mode === 'practice' ? Fraction.ZERO : null);
}

/** No attempt is left, nor one under way (which stays a try where the author has lowered their number since). */
function triesUsed(block: Block, state: StateView): boolean {
  const attempts = block.kind === 'quiz' ? (block.attempts ?? 0) : 0;
  const quiz = state.quizzes.get(block.slot);
  return attempts > 0 && quiz !== undefined && !quiz.open && quiz.handedIn >= attempts;
}

class Mean {
  private sum = Fraction.ZERO;
  private weight = 0;

  add(value: Fraction, weight: number): void {
    this.sum = this.sum.plus(value.times(Fraction.of(weight)));
    this.weight += weight;
  }

  value(): Fraction | null {
    return this.weight === 0 ? null : this.sum.over(Fraction.of(this.weight));
  }
}
