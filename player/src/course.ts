/**
 * What a package says about itself: the JSON that the packager writes into the shell and into each lesson page.
 * The shell's part is small, whatever the size of the course; a lesson's questions come with the lesson.
 */

import type { Quizzes } from './state/merge';
import { readStrings } from './strings';

export type HomeName = 'scorm12' | 'scorm2004' | 'web' | 'lti';
export type QuizMode = 'exam' | 'practice' | 'interactive' | 'adaptive';
/** Which attempt makes the score of a quiz. */
export type Counts = 'best' | 'last' | 'first' | 'mean';
export type When = 'now' | 'after-due' | 'after-attempts' | 'never';
/** When a handed-in attempt shows the answers with their marks, the right answers, and the author's feedback. */
export interface Review {
  readonly own: When;
  readonly right: When;
  readonly feedback: When;
}

export type QuestionType =
  | 'choice'
  | 'multiple'
  | 'true-false'
  | 'short'
  | 'number'
  | 'cloze'
  | 'essay'
  | 'match'
  | 'order'
  | 'matrix'
  | 'hotspot';
/** How a language writes decimals: comma; point, with commas between thousands; point, with apostrophes. */
export type Convention = 'comma' | 'point' | 'apostrophe';
/** Of a number with a unit: whether it has to be typed. */
export type UnitRule = 'required' | 'optional' | 'shown';
export type BlockKind =
  | 'overview'
  | 'text'
  | 'figure'
  | 'key-concepts'
  | 'examples'
  | 'memory-aid'
  | 'audio-lesson'
  | 'audio-book'
  | 'video'
  | 'worked-example'
  | 'game'
  | 'glossary'
  | 'gate'
  | 'cards'
  | 'quiz';

/** Interface texts by key; what the script says itself. */
export type Strings = Readonly<Record<string, string>>;

/** A block as the table of contents and the score need it. */
export interface BlockEntry {
  readonly id: string;
  /** Number from the lock file, never reused; the learner's state is keyed by it. */
  readonly slot: number;
  readonly kind: BlockKind;
  /** Whole number; 0 = not graded. */
  readonly weight: number;
  readonly required: boolean;
  /** Which objectives of its lesson it serves, from 1. */
  readonly objective?: readonly number[];
  /** Of a quiz. */
  readonly mode?: QuizMode;
  /** Of a quiz: how often it may be handed in; 0 = without limit. */
  readonly attempts?: number;
  /** Of a quiz: which attempt makes its score; absent = the best. */
  readonly counts?: Counts;
  /** Of a quiz: the slots of its questions. */
  readonly questions?: readonly number[];
  /** Of a card deck: the slots of its cards, the groups of them that are siblings, and its retention in percent. */
  readonly cards?: readonly number[];
  readonly siblings?: readonly (readonly number[])[];
  readonly retention?: number;
  /** Of an audio lesson: for each part the slot of its recall question, which is seen once answered; 0 without one. */
  readonly recalled?: readonly number[];
}

export interface LessonEntry {
  readonly id: string;
  readonly slot: number;
  readonly title: string;
  /** File name of the lesson's own page, relative to the shell. */
  readonly href: string;
  readonly weight: number;
  readonly blocks: readonly BlockEntry[];
}

/** `<script type="application/json" id="hornbook-course">` of the shell. */
export interface CourseData {
  readonly format: 1;
  /** The course's id; stable across rebuilds and title changes. */
  readonly package: string;
  readonly title: string;
  readonly home: HomeName;
  /** Characters the home keeps in suspend_data. */
  readonly limit: number;
  /** Pass mark in percent, 0 to 100. */
  readonly pass: number;
  readonly lessons: readonly LessonEntry[];
  readonly strings: Strings;
  /** false: the first lesson opens at once. */
  readonly cover?: boolean;
  /** Nothing but cards that come back today: no new ones, and no starting anew. */
  readonly due?: boolean;
  /** One of several lessons that are each a course of their own for the LMS, which leads from one to the next. */
  readonly part?: boolean;
  /** Of such a lesson: the title of the one after it. */
  readonly next?: string;
}

export interface OptionData {
  /** One character 0-9a-z: the option's slot in base 36. */
  readonly key: string;
  readonly right: boolean;
  /** Its part of what the right ones earn together, or the wrong ones cost; 1 without it. */
  readonly weight?: number;
}

/** A left side and the key of its right side. */
export interface PairData {
  readonly key: string;
  readonly right: string;
}

/** A row of a matrix and the mask of its right columns' key numbers. */
export interface RowData {
  readonly key: string;
  readonly right: number;
}

/** A gap of a cloze: what is accepted in it, or the list that it is picked from. */
export interface GapData {
  readonly key: string;
  readonly accept?: readonly string[];
  /** A number is to be typed. */
  readonly number?: boolean;
  /** The variants of each expected wrong answer that can be typed here; of a text in a list, which of them it is. */
  readonly reject?: readonly (readonly string[])[];
  readonly choices?: readonly (OptionData & { readonly text: string; readonly reject?: number })[];
}

export interface QuestionData {
  readonly id: string;
  readonly slot: number;
  readonly type: QuestionType;
  readonly points: number;
  /** The prompt as plain text, at most 250 characters: the LMS's description of the question. */
  readonly text: string;
  /** Tries in interactive mode. */
  readonly tries?: number;
  /** Percent of the points that each wrong try costs, in the modes that have one. */
  readonly penalty?: number;
  /** The learner is asked how sure the answer is. */
  readonly certainty?: boolean;
  /** The key was changed, and answers given before are marked anew. */
  readonly remark?: boolean;
  /** Only a person can mark it. */
  readonly byHand?: boolean;
  /** Nothing is earned unless everything is right; without it right parts earn their share. */
  readonly scoring?: 'all';
  /** Of a choice, multiple or true-false question; the regions of a hotspot. */
  readonly options?: readonly OptionData[];
  /** Of a hotspot: several regions may be chosen. */
  readonly several?: boolean;
  /** Of a match: left sides, and the keys of all right sides. */
  readonly pairs?: readonly PairData[];
  readonly sides?: readonly string[];
  /** Of an order: keys of the steps in their right order. */
  readonly steps?: readonly string[];
  /** Of a matrix: keys of the columns, and the rows. */
  readonly columns?: readonly string[];
  readonly rows?: readonly RowData[];
  readonly gaps?: readonly GapData[];
  /** Of a short or number question: accepted wordings or numbers. */
  readonly accept?: readonly string[];
  /** Of a short or number question: groups of wrong ones that the author expects. */
  readonly reject?: readonly (readonly string[])[];
  /** Of a short question: capital letters matter. */
  readonly case?: boolean;
  /** Of a short question: whether accents matter. */
  readonly accents?: 'matter' | 'ignore';
  /** Of a short question: whether one slip is asked about (that is what happens without it), right or wrong. */
  readonly typos?: 'ask' | 'accept' | 'refuse';
  readonly unit?: UnitRule;
  /** Where a number is typed: how its language writes decimals, if not with a point; null = that is not known. */
  readonly decimals?: Convention | null;
  /** Of an essay: about how many words are wanted. */
  readonly words?: number;
}

export interface CardData {
  readonly id: string;
  readonly slot: number;
  /** Of a card whose answer is typed: the wordings that are right, the author's first. */
  readonly accept?: readonly string[];
}

/** A block as its own page needs it. */
export interface LessonBlock {
  readonly id: string;
  readonly slot: number;
  readonly kind: BlockKind;
  readonly mode?: QuizMode;
  /** Of a quiz: how many of the questions stand together, and how many of them are drawn; 0 = all. */
  readonly groups?: readonly (readonly [size: number, pick: number])[];
  readonly shuffle?: boolean;
  readonly attempts?: number;
  readonly counts?: Counts;
  /** Minutes for one attempt; 0 = no limit. */
  readonly time?: number;
  /** Pass mark in percent; absent = the course's. */
  readonly pass?: number;
  /** `graded`: the score is made of certainty marks. */
  readonly certainty?: 'off' | 'asked' | 'graded';
  readonly review?: Review;
  /** The last day before what waits for it is shown, such as `2027-03-31`. */
  readonly due?: string;
  readonly weight?: number;
  /** The server asks and marks it: the page holds no questions. */
  readonly remote?: boolean;
  readonly questions?: readonly QuestionData[];
  /** Of a gate: the slots of what it holds, the slot of the block that opens it, or the first day on which it is open. */
  readonly holds?: readonly number[];
  readonly after?: number;
  readonly day?: string;
  /** Of a gate: the server sends nothing of what it holds. */
  readonly closed?: boolean;
  readonly cards?: readonly CardData[];
  readonly siblings?: readonly (readonly number[])[];
  readonly retention?: number;
  /** For each part of an audio lesson, the accepted answers of its recall question; empty where it has none. */
  readonly recalls?: readonly (readonly string[])[];
  readonly recalled?: readonly number[];
  /** Parts of the player that it needs (`late.ts`). */
  readonly parts?: readonly string[];
}

/** `<script type="application/json" class="hornbook-lesson">` inside a lesson's `<main>`. */
export interface LessonData {
  readonly id: string;
  readonly slot: number;
  readonly title: string;
  readonly strings?: Strings;
  readonly blocks: readonly LessonBlock[];
}

/** In which quiz each question stands, and which attempt of a quiz counts, by their slots. */
export function quizzesOf(course: CourseData): Quizzes {
  const blocks = course.lessons.flatMap((lesson) => lesson.blocks);
  return {
    of: new Map(blocks.flatMap(({ slot, questions = [] }) => questions.map((question) => [question, slot]))),
    counts: new Map(blocks.flatMap(({ slot, counts }) => (counts === undefined ? [] : [[slot, counts]]))),
  };
}

function readJson(element: Element | null): unknown {
  if (element === null) return null;
  try {
    return JSON.parse(element.textContent ?? '');
  } catch {
    return null;
  }
}

/** The course data of a shell page, or null where the page carries none (a lesson page opened alone). */
export function readCourse(root: ParentNode): CourseData | null {
  const data = readJson(root.querySelector('#hornbook-course')) as CourseData | null;
  if (data === null || data.format !== 1 || !Array.isArray(data.lessons)) return null;
  return { ...data, strings: data.strings ?? readStrings(root) };
}

/** The lesson data inside `root` (a page or a `<main>`), or null. */
export function readLesson(root: ParentNode): LessonData | null {
  const data = readJson(root.querySelector('script.hornbook-lesson')) as LessonData | null;
  return data !== null && Array.isArray(data.blocks) ? data : null;
}
