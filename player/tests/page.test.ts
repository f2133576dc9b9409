import { afterEach, expect, test } from 'vitest';
import type { LessonBlock } from '../src/course';
import { runPage } from '../src/page';
import { agree, get, press, questionHtml, STRINGS, section, text } from './player';

const QUIZ: LessonBlock = {
  id: 'quiz',
  slot: 10,
  kind: 'quiz',
  mode: 'exam',
  weight: 1,
  questions: [{ id: 'q1', slot: 11, type: 'short', points: 1, text: 'Word?', accept: ['yes'] }],
};

afterEach(() => {
  delete document.documentElement.dataset.pass;
});

test('a lesson read from disk takes the pass mark from its own page', async () => {
  localStorage.clear();
  document.documentElement.dataset.pass = '85';
  const questions = (QUIZ.questions ?? []).map(questionHtml).join('');
  const data = { id: 'one', slot: 1, title: 'One', blocks: [QUIZ] };
  document.body.innerHTML = `<main id="shell_main">${section(QUIZ, `<div class="questions">${questions}</div>`)}
    <script type="application/json" class="hornbook-lesson">${JSON.stringify(data)}</script></main>
    <script type="application/json" id="hornbook-strings">${JSON.stringify(STRINGS)}</script>`;
  runPage(get('main'), { now: () => 0, elapsed: () => 0, seed: () => 1 });
  press('.hand-in');
  await agree();
  expect(text('.quiz-result')).toContain('below the pass mark of the course, 85 %');
});
