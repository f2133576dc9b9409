/*
 * Goes through random quizzes by the player's rules: a case a line on stdin, what comes of it a line on stdout. The
 * twin of `go_through` in tests/random_quizzes.py, which makes the cases and compares.
 */
import { readFileSync } from 'node:fs';
import '../src/parts/arranging';
import '../src/parts/gaps';
import '../src/parts/numbers';
import '../src/parts/words';
import { counted, handIn, isOver, remarked, respond, resultOf } from '../src/attempt';
import { calibration } from '../src/calibration';
import type { CourseData, LessonBlock, LessonData, QuestionData } from '../src/course';
import { draw, mixed, mixedSteps } from '../src/draw';
import type { Fraction } from '../src/fraction';
import { measure } from '../src/progress';
import type { Answer } from '../src/questions/answer';
import type { Outcome } from '../src/questions/outcome';
import {
  type Certainty,
  type CourseState,
  emptyState,
  NO_QUESTION,
  type QuestionState,
} from '../src/state/model';

interface Attempt {
  readonly quiz: number;
  readonly seed: number;
  readonly steps: readonly {
    readonly slot: number;
    readonly answer: Answer | null;
    readonly certainty: Certainty;
  }[];
}

interface Case {
  readonly seed: number;
  readonly course: CourseData;
  readonly lesson: LessonData;
  readonly attempts: readonly Attempt[];
}

const part = (value: Fraction | null) => value?.toString() ?? null;

const written = ({ tries, earned, marked, answer, certainty }: QuestionState) => [
  tries,
  part(earned),
  marked,
  answer,
  certainty,
];

const said = ({ fraction, empty, matched, parts, notice, rejects }: Outcome) => [
  part(fraction),
  empty,
  matched,
  parts,
  notice,
  rejects,
];

function goThrough({ seed, course, lesson, attempts }: Case): string {
  const state = emptyState('random00');
  const told = attempts.map((attempt) => {
    const block = lesson.blocks.find(({ slot }) => slot === attempt.quiz) as LessonBlock;
    return goThroughAttempt(block, attempt, state);
  });
  const { score, scored, completion, success, blocks } = measure(course, state);
  const total = score === null ? null : [part(score), score.toPercent()];
  const parts = [...blocks].map(([slot, block]) => [slot, block.done, part(block.score)]);
  return JSON.stringify([seed, told, [total, scored, completion, success, parts]]);
}

function goThroughAttempt(block: LessonBlock, attempt: Attempt, state: CourseState): unknown[] {
  const questions = new Map((block.questions ?? []).map((question) => [question.slot, question]));
  const slots = [...questions.keys()];
  const drawn = draw(slots, block.groups ?? [], block.shuffle ?? false, attempt.seed);
  const asked = drawn.map(({ slot }) => questions.get(slot) as QuestionData);
  const states = new Map(asked.map(({ slot }) => [slot, NO_QUESTION]));
  const stateOf = (slot: number) => states.get(slot) ?? NO_QUESTION;
  const told: unknown[] = [
    drawn.map(({ slot, keys }) => [slot, keys, orders(questions.get(slot), attempt.seed)]),
  ];
  for (const { slot, answer, certainty } of attempt.steps) {
    const question = questions.get(slot) as QuestionData;
    if (!states.has(slot)) continue;
    const [next, outcome] = respond(block, question, stateOf(slot), answer, { certainty });
    states.set(slot, next);
    told.push([slot, ...written(next), ...said(outcome), isOver(block, question, next)]);
  }
  const before = state.quizzes.get(block.slot);
  const handedIn = before?.handedIn ?? 0;
  let score = handedIn > 0 || block.mode === 'practice' ? (before?.score ?? null) : null;
  const quiz = { attempt: 1, seed: attempt.seed, handedIn, open: true };
  if (block.mode === 'practice') {
    if (asked.every(({ slot }) => stateOf(slot).tries > 0)) {
      state.seen.add(block.slot);
      const { share } = resultOf(block, asked, stateOf);
      if (share !== null && (score === null || score.compare(share) < 0)) score = share;
    }
    state.quizzes.set(block.slot, { ...quiz, score });
  } else {
    for (const question of asked) {
      states.set(question.slot, handIn(block, question, stateOf(question.slot)));
    }
    const { share } = resultOf(block, asked, stateOf);
    if (share !== null) score = counted(block.counts ?? 'best', score, handedIn, share);
    state.quizzes.set(block.slot, { ...quiz, open: false, handedIn: handedIn + 1, score });
  }
  const { earned, total, waiting, share } = resultOf(block, asked, stateOf);
  const { answers, right, marks, sureButWrong } = calibration(block, asked, stateOf);
  return [
    ...told,
    asked.map(({ slot }) => written(stateOf(slot))),
    [part(earned), total, waiting, part(share)],
    [answers, right, part(marks), sureButWrong],
    asked.map((question) => part(remarked(block, question, stateOf(question.slot)).earned)),
    part(score),
  ];
}

/** The orders of what is never shown as written. */
function orders(question: QuestionData | undefined, seed: number): unknown[] {
  if (question === undefined) return [];
  const { slot, steps } = question;
  return [mixed(slot, seed), steps === undefined ? [] : mixedSteps(steps, slot, seed)];
}

const cases = readFileSync(0, 'utf8').split('\n').filter(Boolean);
process.stdout.write(cases.map((line) => `${goThrough(JSON.parse(line) as Case)}\n`).join(''));
