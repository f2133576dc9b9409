import type { Level } from '../../state/model';

/** What the tool knows when a page opens: `<script type="application/json" id="hornbook-opening">`. */
export interface Opening {
  /** Names what this browser keeps for this learner in this place; says nothing about the person. */
  readonly journal: string;
  /** Somebody who teaches looks at it as a student: nothing counts, nothing stays. */
  readonly preview: boolean;
  readonly progress: {
    readonly seen: readonly number[];
    readonly cards: Readonly<Record<string, number>>;
    readonly place: readonly [lesson: number, block: number] | null;
    readonly level: Level;
  };
  readonly standing: Standing;
  /** Cards of other activities that are due today in this course of the LMS. */
  readonly due: number;
}

/** What changes by what the learner does and by what the LMS does; every reply brings it. */
export interface Standing {
  /** By slot of the quiz. */
  readonly quizzes: Readonly<Record<string, QuizStanding>>;
  /** What became of the score; null where nothing is sent to a gradebook. */
  readonly grade: Grade | null;
}

export interface QuizStanding {
  readonly handedIn: number;
  /** The score that counts, `numerator/denominator`; null = none yet. */
  readonly best: string | null;
  readonly open: boolean;
}

export interface Grade {
  /** A stable word, and a sentence for the learner. */
  readonly state: string;
  readonly text: string;
  /** It will change without the learner: worth asking again. */
  readonly moving: boolean;
}

export function readOpening(root: ParentNode): Opening | null {
  try {
    const text = root.querySelector('#hornbook-opening')?.textContent ?? '';
    const found = JSON.parse(text) as Opening | null;
    return typeof found?.journal === 'string' ? found : null;
  } catch {
    return null;
  }
}
