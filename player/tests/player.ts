import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { vi } from 'vitest';
import { attach as attachQuiz } from '../src/blocks/quiz';
import type { Context } from '../src/context';
import type { CourseData, GapData, LessonBlock, LessonData, OptionData, QuestionData } from '../src/course';
import { openSession, type Session } from '../src/session';
import { breath } from '../src/slices';
import { textsOf } from '../src/strings';

/** The English texts of the interface, which templates and script share. */
export const STRINGS = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../templates/interface/en.json'), 'utf8'),
) as Record<string, string>;

export function courseOf(blocks: readonly LessonBlock[]): CourseData {
  const entries = blocks.map((block) => ({
    ...block,
    weight: block.weight ?? 0,
    required: true,
    questions: block.questions?.map(({ slot }) => slot) ?? [],
    cards: block.cards?.map(({ slot }) => slot) ?? [],
  }));
  const lesson = { id: 'one', slot: 1, title: 'One', href: 'lesson-one.html', weight: 1, blocks: entries };
  return {
    format: 1,
    package: 'test',
    title: 'Test',
    home: 'web',
    limit: 16_000,
    pass: 60,
    lessons: [lesson],
    strings: STRINGS,
  };
}

/**
 * A page with these blocks, in a real session without an LMS, in that which is `going` on or in a new one; what was done
 * before is forgotten unless `kept`.
 */
export function open(html: string, blocks: readonly LessonBlock[], kept = false, going?: Session) {
  if (!kept) localStorage.clear();
  document.body.innerHTML = `<main id="shell_main">${html}</main>`;
  const course = courseOf(blocks);
  const lesson: LessonData = { id: 'one', slot: 1, title: 'One', blocks };
  const said: string[] = [];
  let seed = 7;
  const leaving = new AbortController();
  const context: Context = {
    course,
    lesson,
    session: going ?? openSession(course, window),
    texts: textsOf(STRINGS),
    announce: (text) => said.push(text),
    signal: leaving.signal,
    now: () => Date.UTC(2026, 0, 5),
    elapsed: () => 0,
    seed: () => seed++,
  };
  return { context, said, leaving };
}

export const section = (block: LessonBlock, content: string): string =>
  `<section class="block far" id="${block.id}" data-kind="${block.kind}" data-slot="${block.slot}">${content}</section>`;

/** A question as `templates/page/blocks/quiz.html` writes it. */
export function questionHtml(question: QuestionData): string {
  const { id, type, several, options = [], reject = [] } = question;
  const box = type === 'multiple' || several ? 'checkbox' : 'radio';
  const option = ({ key }: OptionData) =>
    `<li class="option" data-key="${key}"><label><input type="${box}" name="${id}" value="${key}"> ${key}</label>
     <div class="feedback" hidden>feedback ${key}</div></li>`;
  const answer =
    type === 'cloze'
      ? clozeHtml(question)
      : type === 'essay'
        ? `<div class="essay-answer"><textarea></textarea><p class="word-count" data-words="80"></p></div>`
        : type === 'short' || type === 'number'
          ? `<div class="short-answer"><input type="text" id="${id}_answer"></div>
         ${rejectedHtml(reject)}`
          : (structuredHtml(question) ?? `<ul class="options">${options.map(option).join('')}</ul>`);
  return `<div class="question" id="${id}"><div class="question-head">
    <h3 class="question-number" id="${id}_number"></h3></div>${answer}
    <div class="hints"><details class="hint"></details><details class="hint"></details></div>
    <div class="explanation" hidden>because</div></div>`;
}

const feedback = (key: string) => `<div class="feedback" hidden>feedback ${key}</div>`;

/** As the templates of match, order, matrix and hotspot write it. */
function structuredHtml(question: QuestionData): string | null {
  const {
    id,
    type,
    several,
    options = [],
    pairs = [],
    sides = [],
    steps = [],
    rows = [],
    columns = [],
  } = question;
  const box = several ? 'checkbox' : 'radio';
  switch (type) {
    case 'match': {
      const menu = sides.map((key) => `<option value="${key}">side ${key}</option>`).join('');
      const pair = (key: string) =>
        `<li class="pair" data-key="${key}"><label class="pair-sides"><span class="pair-left">left ${key}</span>
         <select name="${id}_${key}"><option value="">Choose</option>${menu}</select></label>${feedback(key)}</li>`;
      return `<ul class="pairs">${pairs.map(({ key }) => pair(key)).join('')}</ul>`;
    }
    case 'order': {
      const step = (key: string) =>
        `<li class="order-step" data-key="${key}"><div class="order-row"><span class="order-words"><span
         class="order-text">step ${key}</span></span></div>${feedback(key)}</li>`;
      return `<ol class="order-list">${steps.map(step).join('')}</ol>`;
    }
    case 'matrix': {
      const cell = (row: string, key: string) =>
        `<td class="cell" data-key="${key}"><label><input type="${box}" name="${id}_${row}" value="${key}"></label></td>`;
      const row = (key: string) =>
        `<tr class="row" data-key="${key}"><th scope="row"><span>row ${key}</span>${feedback(key)}</th>${columns
          .map((column) => cell(key, column))
          .join('')}</tr>`;
      return `<table class="matrix"><tbody>${rows.map(({ key }) => row(key)).join('')}</tbody></table>`;
    }
    case 'hotspot': {
      const region = (key: string) =>
        `<button type="button" class="region" data-key="${key}" data-place="10 20 30 40" aria-pressed="false"
         aria-label="region ${key}" hidden></button>`;
      const option = (key: string) =>
        `<li class="option" data-key="${key}"><label><input type="${box}" name="${id}" value="${key}"> ${key}</label>
         ${feedback(key)}</li>`;
      const keys = options.map(({ key }) => key);
      return `<div class="picture"><img alt="">${keys.map(region).join('')}</div><details class="region-list"><ul
        class="options">${keys.map(option).join('')}</ul></details>`;
    }
    default:
      return null;
  }
}

/** What is said to expected wrong answers, as `templates/page/questions/typed.html` writes it. */
const rejectedHtml = (reject: readonly unknown[]): string =>
  reject.map((_, at) => `<div class="feedback" data-reject="${at}" hidden>reject ${at}</div>`).join('');

/** The gaps of a cloze as `templates/page/questions/gap.html` writes them. */
function clozeHtml({ gaps = [] }: QuestionData): string {
  const field = ({ key, choices }: GapData) =>
    choices === undefined
      ? '<input type="text">'
      : `<select><option value="">Choose</option>${choices
          .map((choice) => `<option value="${choice.key}">${choice.text} ${key}</option>`)
          .join('')}</select>`;
  const fields = gaps.map((gap) => `<span class="gap" data-key="${gap.key}">${field(gap)}</span>`);
  return `<p>${fields.join(' and ')}</p>${rejectedHtml(gaps.find(({ reject }) => reject)?.reject ?? [])}`;
}

/** A quiz brought to life. */
export function openQuiz(block: LessonBlock, kept = false, going?: Session) {
  const html = section(
    block,
    `<div class="questions">${(block.questions ?? []).map(questionHtml).join('')}</div>`,
  );
  const opened = open(html, [block], kept, going);
  const element = get(`#${block.id}`);
  attachQuiz(element, block, opened.context);
  return { ...opened, element };
}

/** The element; a test that finds none stops here. */
export function get<Found extends HTMLElement = HTMLElement>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (found === null) throw new Error(`nothing matches ${selector}`);
  return found;
}

export const text = (selector: string): string => (get(selector).textContent ?? '').trim();
export const press = (selector: string): void => get(selector).click();

/** The page closes a dialog, hands in, and shows what came of it; for timers that are none each breath is a millisecond. */
const BREATHS = 2;

/** What was pressed is done, with all that waits for a breath of the page. */
export async function settled(): Promise<void> {
  if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(BREATHS);
  else for (let taken = 0; taken < BREATHS; taken++) await breath();
}

/** The learner confirms the dialog that is open. */
export async function agree(): Promise<void> {
  press('dialog .primary');
  await settled();
}

/** Choose an option, as a learner does: with its events. */
export function choose(question: string, key: string): void {
  get<HTMLInputElement>(`#${question} input[value="${key}"]`).click();
}

export function type(selector: string, words: string): void {
  const input = get<HTMLInputElement>(selector);
  input.value = words;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** The script of a part has come, and has run to its end. */
export function runs(script: HTMLScriptElement | undefined): void {
  if (script === undefined) throw new Error('it was not asked for');
  script.dataset.ran = '';
  script.onload?.(new Event('load'));
}
