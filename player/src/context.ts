import type { CourseData, LessonBlock, LessonData } from './course';
import type { Session } from './session';
import type { Texts } from './strings';

/** What a block of the page may use; clock and chance come in from outside. */
export interface Context {
  readonly course: CourseData;
  readonly lesson: LessonData;
  readonly session: Session;
  /** Where a server asks and marks the quizzes: what brings them to life. */
  readonly remoteQuiz?: Attach;
  readonly texts: Texts;
  /** Say something once to those who listen to the page. */
  readonly announce: (text: string) => void;
  /** Aborted when the lesson leaves the page: listeners and observers end with it. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that never run backwards. */
  readonly elapsed: () => number;
  /** A new unsigned number of 32 bits. */
  readonly seed: () => number;
}

/** Bring the server-made section of a block to life. */
export type Attach = (section: HTMLElement, block: LessonBlock, context: Context) => void;

/** Show the definition that a link leads to beside it; with `stay`, the focus goes there too, and a pointer may leave. */
export type OpenTerm = (link: HTMLAnchorElement, context: Context, stay: boolean) => void;
