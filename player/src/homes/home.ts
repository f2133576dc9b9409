import type { PendingInteraction } from '../interactions';

/** An LMS, by one standard or another. */
export interface Home {
  /** Most interactions that it keeps. */
  readonly mostInteractions: number;
  /** The last call that went wrong. */
  readonly diagnostic: Diagnostic | null;
  /** Finds the LMS and opens the session; may be called again until it is `open`. */
  open(): Opening | 'absent' | 'refused';
  /** Sends what changed since the last time and commits. */
  send(report: Report): Sent;
  /** Whether it gives back the state that it has just taken; true where it cannot say. */
  keeps(data: string): boolean;
  /** What it said to have taken never arrived: the next report is sent whole. */
  forget(): void;
  /** Ends the session, and asks to be led `onward` to what comes next; the second call does nothing. */
  close(onward?: boolean): void;
}

export interface Diagnostic {
  readonly call: string;
  readonly code: string;
  readonly text: string;
}

/** What the LMS knew at the start. */
export interface Opening {
  readonly mode: 'normal' | 'review' | 'browse';
  readonly data: string;
  readonly learner: string;
  /** How many interactions it holds already; null = it does not say. */
  readonly interactions: number | null;
}

/** Everything the LMS should know now. What is null is left as it is. */
export interface Report {
  readonly data: string | null;
  readonly completion: 'incomplete' | 'completed' | null;
  readonly success: 'unknown' | 'passed' | 'failed';
  /** Part of all points, as decimals: on 0 to 100 and on 0 to 1. */
  readonly score: { readonly raw: string; readonly scaled: string } | null;
  /** Part of what is required that is done, 0 to 1. */
  readonly progress: string | null;
  readonly location: string | null;
  /** Milliseconds of this session. */
  readonly time: number | null;
  readonly interactions: readonly NumberedInteraction[];
}

export interface NumberedInteraction {
  readonly index: number;
  readonly interaction: PendingInteraction;
}

export type Sent =
  /** Set and committed. */
  | 'saved'
  /** Something failed that may work later; sending the same report again repeats only that. */
  | 'waiting'
  /** The LMS refuses state, status or score for what they are: no repetition helps. */
  | 'rejected';
