import type { QuestionData } from '../course';
import { Fraction } from '../fraction';
import type { Standing } from '../homes/lti/opening';
import { fractionOf } from '../homes/lti/session';
import type { Answer } from '../questions/answer';
import type { Outcome } from '../questions/outcome';
import type { Certainty } from '../state/model';

/** A quiz as the tool tells it (`overview` in lti_app/services/quiz_view.py). */
export interface Overview {
  readonly standing: Standing;
  readonly mode: 'exam' | 'practice' | 'interactive' | 'adaptive';
  readonly minutes: number;
  readonly limit: number;
  readonly left: number | null;
  readonly closed: '' | 'no-attempt-left' | 'past-due';
  readonly due: string | null;
  readonly dueSource: 'lms' | 'own' | '';
  readonly score: string | null;
  readonly attempts: readonly {
    readonly id: number;
    readonly number: number;
    readonly submitted: string | null;
    readonly pending: boolean;
    readonly earned: string | null;
  }[];
  readonly attempt: Attempt | null;
}

export interface Attempt {
  readonly id: number;
  readonly number: number;
  readonly open: boolean;
  readonly secondsLeft: number | null;
  readonly sequence: number;
  readonly pending: boolean;
  /** The review is open. */
  readonly reviewed: boolean;
  readonly result: {
    readonly earned: string;
    readonly total: number;
    readonly waiting: number;
    readonly share: string | null;
  } | null;
  readonly questions: readonly Asked[];
}

export interface Asked {
  readonly slot: number;
  /** The question as it stands in a page, with as much of its answer as is released. */
  readonly html: string;
  readonly data: QuestionData;
  readonly shuffled: boolean;
  readonly answer: Answer | null;
  readonly certainty: Certainty;
  readonly flagged: boolean;
  readonly tries: number;
  readonly earned: string;
  readonly marked: boolean;
  readonly outcome: Marked | null;
  /** The last answer cost no try and must be looked at again: why. */
  readonly again: Marked | null;
  readonly reveal: boolean;
  readonly over: boolean;
  /** What a teacher said to it. */
  readonly comment?: string;
}

/** An outcome as the tool tells it: the fraction as text. */
export type Marked = Omit<Outcome, 'fraction'> & { readonly fraction: string };

export interface Kept {
  readonly standing: Standing | null;
  readonly receipts: readonly {
    readonly question: number;
    readonly sequence: number;
    readonly late: boolean;
  }[];
  readonly questions: readonly Asked[];
}

/** How an answer was marked, in the form that questions show. */
export function outcomeOf(data: Marked): Outcome {
  return { ...data, fraction: fractionOf(data.fraction) ?? Fraction.ZERO };
}
