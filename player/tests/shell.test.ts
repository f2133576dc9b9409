import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ATTACH } from '../src/blocks';
import type { CourseData, LessonEntry } from '../src/course';
import { finishedPanel, openPanel } from '../src/finish';
import { openSession, type Session } from '../src/session';
import { Shell } from '../src/shell';
import { CARD_REVIEW, cardDay, NO_QUESTION, packCard } from '../src/state/model';
import { textsOf } from '../src/strings';
import { courseOf, get, press, STRINGS, text } from './player';

const entry = (id: string, slot: number): LessonEntry => ({
  id,
  slot,
  title: `Lesson ${id}`,
  href: `lesson-${id}.html`,
  weight: 1,
  blocks: [{ id: 'words', slot: slot * 10, kind: 'text', weight: 0, required: true }],
});
const COURSE: CourseData = { ...courseOf([]), lessons: [entry('one', 1), entry('two', 2)] };

const INDEX = `<header class="bar"><div id="shell_bar"></div></header><div id="shell_banners"></div>
  <nav id="shell_contents"><ol><li><a data-lesson="one" href="lesson-one.html">One</a></li><li><a data-lesson="two" href="lesson-two.html">Two</a></li></ol></nav>
  <main id="shell_main"><article class="cover"><h1 tabindex="-1">Test</h1><a data-start href="lesson-one.html">Start</a></article></main>
  <p id="shell_announcer" role="status"></p>`;

const page = ({ id, slot, title, blocks }: LessonEntry): string =>
  `<title>${title}</title><main id="shell_main"><article class="lesson"><h1 tabindex="-1">${title}</h1>
   <details class="lesson-parts"><summary>Contents</summary><ol><li><a href="lesson-${id}.html#words" data-part="${slot * 10}">Words of ${id}</a></li></ol></details>
   <section id="words" class="far" data-kind="text" data-slot="${slot * 10}"><h2>Words</h2><a id="within" href="#words">here</a></section>
   <section id="deck"><h2 class="block-title">River words</h2></section>
   <nav class="pager"><a href="lesson-two.html">next</a></nav></article>
   <script type="application/json" class="hornbook-lesson">${JSON.stringify({ id, slot, title, blocks })}</script></main>`;

/** So many milliseconds a busy machine may take until a lesson is alive. */
const BUSY = 10_000;

let answers: Map<string, () => Response>;
let asked: string[];
let ended = new AbortController();
const sessions: Session[] = [];

beforeEach(() => {
  localStorage.clear();
  window.history.replaceState(null, '', '#');
  asked = [];
  answers = new Map(COURSE.lessons.map((lesson) => [lesson.href, () => new Response(page(lesson))]));
});

afterEach(() => {
  ended.abort();
  // One that is still open would claim the course of the next test for its page.
  for (const session of sessions.splice(0)) session.leave();
});

function opened(course = COURSE): Session {
  const session = openSession(course, window);
  sessions.push(session);
  return session;
}

/** Until a lesson is there and alive: each turn lets all go on that waits for a moment of the page. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise((done) => setTimeout(done, 1));
  await vi.waitFor(() => expect(document.querySelector('.far')).toBeNull(), BUSY);
}

async function openShell(course = COURSE, given?: LessonEntry): Promise<{ shell: Shell; session: Session }> {
  ended.abort();
  ended = new AbortController();
  document.body.innerHTML = INDEX;
  if (given !== undefined) get('main').replaceWith(mainOf(given));
  const session = opened(course);
  const fetch = async (input: RequestInfo | URL) => {
    asked.push(String(input));
    const answer = answers.get(String(input));
    if (answer === undefined) throw new TypeError('no network');
    return answer();
  };
  const chance = { now: () => 0, elapsed: () => 0, seed: () => 1 };
  const texts = textsOf(STRINGS);
  const shell = new Shell(
    { ...chance, course, session, texts, fetch, fromDisk: false, ended: ended.signal },
    get('main'),
  );
  shell.start();
  await settled();
  return { shell, session };
}

/** What stands at the end of a lesson comes when all of the lesson is alive. */
const textOnceThere = (selector: string): Promise<string> => vi.waitFor(() => text(selector), BUSY);

/** A lesson as its own page holds it. */
function mainOf(lesson: LessonEntry): HTMLElement {
  const main = new DOMParser().parseFromString(page(lesson), 'text/html').querySelector('main');
  if (main === null) throw new Error('no lesson');
  main.dataset.lesson = lesson.id;
  return document.adoptNode(main);
}

/** Follow a link, as happy-dom does not when the click was taken over by the shell. */
async function follow(selector: string): Promise<void> {
  press(selector);
  await settled();
}

test('a first visit shows the cover and moves no focus; the first lesson is on its way', async () => {
  await openShell();
  expect([text('h1'), document.activeElement, asked]).toEqual(['Test', document.body, ['lesson-one.html']]);
});

/** An answer that breaks off while it is read. */
const broken = () =>
  new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError('no network')) }));

test.each([
  ['a fault of the server', () => new Response('', { status: 503 })],
  ['a login page', () => new Response('<title>Log in</title>')],
  ['a part of it', broken],
])('a lesson is asked for again where %s came before it was wanted', async (_, early) => {
  const [arrives] = [...answers.values()];
  answers.set('lesson-one.html', early);
  await openShell();
  if (arrives) answers.set('lesson-one.html', arrives);
  const before = asked.length;
  await follow('[data-start]');
  expect([text('h1'), asked.slice(before)]).toEqual(['Lesson one', ['lesson-one.html']]);
});

test('a lesson that is on its way already is not asked for beside the cover', async () => {
  const response = Promise.resolve(new Response(page(entry('one', 1))));
  Object.assign(window, { hornbookAsked: { id: 'one', asking: new AbortController(), response } });
  await openShell();
  Reflect.deleteProperty(window, 'hornbookAsked');
  await follow('[data-start]');
  expect([text('h1'), asked.includes('lesson-one.html')]).toEqual(['Lesson one', false]);
});

test('a lesson is fetched and swapped in: title, address, focus, one announcement', async () => {
  const { session } = await openShell();
  await follow('[data-start]');
  expect([document.title, location.hash, asked[0]]).toEqual(['Lesson one', '#/one', 'lesson-one.html']);
  expect([text('h1'), document.activeElement, text('#shell_announcer')]).toEqual([
    'Lesson one',
    get('h1'),
    'Lesson 1 of 2',
  ]);
  expect(document.querySelector('a[aria-current="page"]')?.textContent).toBe('One');
  expect(session.state.place?.lesson).toBe(1);
});

test('the table of contents holds the parts of the lesson that is shown: where one reads, and what is done', async () => {
  const { session } = await openShell();
  await follow('[data-start]');
  const listed = () => document.querySelectorAll('#shell_contents [data-part]').length;
  expect([text('#shell_contents > ol + ol'), listed()]).toEqual(['Words of one', 1]);
  expect(document.querySelector('main .lesson-parts')).toBeNull();
  const part = get('[data-part="10"]');
  expect([part.getAttribute('aria-current'), 'done' in part.dataset]).toEqual([null, false]);
  await follow('[data-part="10"]');
  session.moveTo(1, 10);
  session.change((draft) => draft.seen.add(10), { commit: true });
  await settled();
  expect([
    document.activeElement?.textContent,
    part.getAttribute('aria-current'),
    text('[data-part] .tick'),
  ]).toEqual(['Words', 'location', 'done']);
  expect([location.hash, listed()]).toEqual(['#/one/words', 1]);
  await follow('[data-lesson="two"]');
  expect([text('#shell_contents > ol + ol'), listed()]).toEqual(['Words of two', 1]);
  await follow('.pager a');
  expect(listed()).toBe(1);
});

test('a link within the lesson stays there', async () => {
  await openShell();
  await follow('[data-start]');
  const before = asked.length;
  await follow('#within');
  expect([document.activeElement?.textContent, location.hash, asked.length - before]).toEqual([
    'Words',
    '#/one',
    0,
  ]);
});

test('a lesson that cannot be fetched says so, and comes with the next try', async () => {
  await openShell();
  const [, arrives] = [...answers.values()];
  answers.set('lesson-two.html', () => new Response('', { status: 503 }));
  await follow('a[data-lesson="two"]');
  expect([text('h1'), document.activeElement]).toEqual(['The lesson could not be opened', get('h1')]);
  expect(text('.failure')).toContain('Nothing is lost');
  if (arrives) answers.set('lesson-two.html', arrives);
  await follow('.failure button');
  expect(text('h1')).toBe('Lesson two');
});

test('a login page in place of the lesson is not shown', async () => {
  answers.set(
    'lesson-one.html',
    () => new Response('<title>Log in</title><main id="shell_main"><h1>Log in</h1></main>'),
  );
  await openShell();
  await follow('[data-start]');
  expect(text('.failure')).toContain('logged out');
});

test('without a network the failure is told, not thrown', async () => {
  answers.clear();
  await openShell();
  await follow('[data-start]');
  expect(text('.failure')).toContain('did not answer');
});

test('the lesson that a page came with comes to life where it stands', async () => {
  const [lesson] = COURSE.lessons;
  // Where it is named already nothing is written: unlike a browser, happy-dom reports what is written as a change.
  window.history.replaceState(null, '', '#/one');
  await settled();
  const opening = openShell({ ...COURSE, cover: false, lessons: COURSE.lessons.slice(0, 1) }, lesson);
  const main = get('main');
  await opening;
  expect([get('main') === main, text('h1'), location.hash, asked]).toEqual([true, 'Lesson one', '#/one', []]);
  expect([document.activeElement, text('#shell_announcer')]).toEqual([get('h1'), 'Lesson 1 of 1']);
});

test('an address of no lesson says so', async () => {
  window.history.replaceState(null, '', '#/three');
  await openShell();
  expect(text('.failure')).toContain('no such lesson');
  expect(text('.progress-text')).toBe('0 %');
  expect([text('.failure a'), document.querySelector('.failure button')]).toEqual([
    'To the start page',
    null,
  ]);
  await follow('.failure a');
  expect(text('h1')).toBe('Test');
});

test('a lesson that cannot be fetched at the start leaves the bar in its place', async () => {
  answers.clear();
  window.history.replaceState(null, '', '#/one');
  await openShell();
  expect([text('.failure button'), text('.progress-text')]).toEqual(['Try again', '0 %']);
});

test('an address without a fragment is the cover, as after Back', async () => {
  await openShell();
  await follow('a[data-lesson="two"]');
  location.hash = '';
  await settled();
  expect([text('h1'), document.querySelector('[aria-current]')]).toEqual(['Test', null]);
});

test('an address that is no route says so, on the way and at the start', async () => {
  await openShell();
  await follow('a[data-lesson="two"]');
  location.hash = '#/One';
  await settled();
  expect(text('.failure')).toContain('no such lesson');
  await openShell();
  expect(text('.failure')).toContain('no such lesson');
});

test('a fragment that an LMS hangs on the address does not keep the course from opening', async () => {
  window.history.replaceState(null, '', '#_=_');
  // Unlike a browser, happy-dom reports this as a change.
  await settled();
  await openShell();
  expect(text('h1')).toBe('Test');
});

test('the learner comes back to the very block', async () => {
  const first = await openShell();
  await follow('a[data-lesson="two"]');
  first.session.moveTo(2, 20);
  first.session.leave();
  window.history.replaceState(null, '', '#');
  await openShell();
  expect([text('h1'), location.hash, document.activeElement?.textContent]).toEqual([
    'Lesson two',
    '#/two/words',
    'Words',
  ]);
});

test('lessons done are ticked, and a finished course says that the page may be left', async () => {
  const { session } = await openShell();
  await follow('a[data-lesson="two"]');
  session.change((draft) => draft.seen.add(10), { commit: true });
  await settled();
  expect(
    [...document.querySelectorAll('[data-done]')].map((link) => link.getAttribute('data-lesson')),
  ).toEqual(['one']);
  expect([text('.progress-text'), document.querySelector('.finished')]).toEqual(['50 %', null]);
  session.change((draft) => draft.seen.add(20), { commit: true });
  expect(await textOnceThere('.finished')).toContain('You have finished the course');
  expect(text('.finished')).toContain('You may leave this page now');
});

test.each([
  ['scorm12', 'p'],
  ['scorm2004', 'button'],
] as const)('a lesson that %s knows as one of several names the next one', async (home, where) => {
  const session = opened();
  session.change((draft) => draft.seen.add(10).add(20), { commit: true });
  const course: CourseData = { ...COURSE, home, cover: false, next: 'The mouth' };
  const panel = finishedPanel(course, session, textsOf(STRINGS), () => {});
  const named = [...(panel?.querySelectorAll('p, button') ?? [])].filter(({ textContent }) =>
    textContent?.includes('Next lesson: The mouth'),
  );
  expect(named.map(({ localName }) => localName)).toEqual([where]);
});

test('who has finished a course sees the score of each lesson, where several have one', async () => {
  const graded = (lesson: LessonEntry, weight: number): LessonEntry => ({
    ...lesson,
    weight,
    blocks: lesson.blocks.map((block) => ({ ...block, weight: 1 })),
  });
  const scores = (weight: number) => {
    const course = { ...COURSE, lessons: [graded(entry('one', 1), 1), graded(entry('two', 2), weight)] };
    const session = opened(course);
    session.change((draft) => draft.seen.add(10).add(20), { commit: true });
    const panel = finishedPanel(course, session, textsOf(STRINGS), null);
    session.leave();
    return [...(panel?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent);
  };
  expect(scores(2)).toEqual(['Lesson one (100 %)', 'Lesson two (100 %)']);
  // What does not count in the course is not told as if it did, and one alone is the score of the course.
  expect(scores(0)).toEqual([]);
});

test('where to go on after a lesson is said once: by the pager, or by a button that leads elsewhere', async () => {
  const { session } = await openShell();
  await follow('a[data-lesson="one"]');
  session.change((draft) => draft.seen.add(10), { commit: true });
  expect(await textOnceThere('.lesson-finished')).toBe(
    'You have finished this lessonEvery part of it is done.',
  );
});

test('after the last lesson a button leads to the one that is left', async () => {
  const { session } = await openShell();
  await follow('a[data-lesson="two"]');
  session.change((draft) => draft.seen.add(20), { commit: true });
  expect(await textOnceThere('.lesson-finished .button')).toBe('Next: Lesson one');
});

/** The course with more than one part in its second lesson. */
function withDeck(siblings: number[][] = []): CourseData {
  const two = entry('two', 2);
  const blocks = [
    ...two.blocks,
    { id: 'deck', slot: 21, kind: 'cards', weight: 0, required: true, cards: [30, 31], siblings },
    { id: 'aside', slot: 22, kind: 'text', weight: 0, required: false },
  ] as const;
  return { ...COURSE, lessons: [entry('one', 1), { ...two, blocks }] };
}

test('what is still to be done in a lesson is named, each part a link to it, until it is done', async () => {
  const { session } = await openShell(withDeck());
  await follow('a[data-lesson="two"]');
  const open = () =>
    [...document.querySelectorAll('.open-parts li')].map((item) => [
      item.textContent,
      item.querySelector('a')?.hash,
    ]);
  expect(open()).toEqual([
    ['Words', '#/two/words'],
    ['River words (2 new)', '#/two/deck'],
  ]);
  session.change(
    (draft) => {
      draft.seen.add(20);
      draft.cards.set(30, 1);
    },
    { commit: true },
  );
  await settled();
  expect(open()).toEqual([['River words (1 new)', '#/two/deck']]);
  expect(text('#shell_announcer')).not.toContain('Still to do');
  session.change((draft) => draft.cards.set(31, 1), { commit: true });
  await settled();
  expect([document.querySelector('.open-parts'), text('.finished h2')]).toEqual([
    null,
    'You have finished this lesson',
  ]);
});

test('of new cards as many are still to be done as the deck offers', async () => {
  await openShell(withDeck([[30, 31]]));
  await follow('a[data-lesson="two"]');
  await vi.waitFor(() => expect(text('.open-parts')).toContain('River words (1 new)'));
});

test('where no new card is offered today, it is said that the others wait', async () => {
  const { session } = await openShell(withDeck([[30, 31]]));
  await follow('a[data-lesson="two"]');
  const rated = packCard({ phase: CARD_REVIEW, stability: 500, difficulty: 5, day: cardDay(0) });
  session.change((draft) => draft.cards.set(30, rated), { commit: true });
  await vi.waitFor(() =>
    expect(text('.open-parts')).toContain('River words (The other side of one of these'),
  );
});

test('a quiz that was begun is gone on with at the first question without an answer', async () => {
  const two = entry('two', 2);
  const quiz = {
    ...two.blocks[0],
    id: 'deck',
    slot: 23,
    kind: 'quiz',
    mode: 'practice',
    questions: [40, 41],
  };
  const course = { ...COURSE, lessons: [entry('one', 1), { ...two, blocks: [...two.blocks, quiz] }] };
  const { session } = await openShell(course as CourseData);
  await follow('a[data-lesson="two"]');
  get('#deck').innerHTML +=
    '<p class="question" id="first" data-slot="40"></p><p class="question" id="second" data-slot="41"></p>';
  const led = () => get<HTMLAnchorElement>('.open-parts li:last-child a').hash;
  expect(led()).toBe('#/two/deck');
  session.change((draft) => draft.questions.set(40, { ...NO_QUESTION, tries: 1 }), { commit: true });
  await vi.waitFor(() => expect(led()).toBe('#/two/second'));
});

test('of many parts that are still to be done the first are named, and the others where one looks', async () => {
  const two = entry('two', 2);
  const blocks = Array.from({ length: 8 }, (_, at) => ({
    ...two.blocks[0],
    id: `part-${at}`,
    slot: 50 + at,
  }));
  const course = { ...COURSE, lessons: [{ ...two, blocks }] } as CourseData;
  const { session } = await openShell(course);
  const panel = openPanel(course, 'two', document, session, textsOf(STRINGS), 0);
  const named = () => [...(panel?.querySelectorAll('a') ?? [])].map(({ hash }) => hash);
  const more = panel?.querySelector('details');
  expect([named().length, more?.textContent]).toEqual([5, 'and 3 more parts']);
  for (let times = 0; times < 2; times++) more?.dispatchEvent(new Event('toggle'));
  expect(named()).toEqual(blocks.map(({ id }) => `#/two/${id}`));
  const six = { ...COURSE, lessons: [{ ...two, blocks: blocks.slice(0, 6) }] } as CourseData;
  expect(
    openPanel(six, 'two', document, session, textsOf(STRINGS), 0)?.querySelectorAll('ul > li > a'),
  ).toHaveLength(6);
});

test('a picture that is still to be seen is named by its caption, or else by what it shows', async () => {
  const { session } = await openShell(withDeck());
  await follow('a[data-lesson="two"]');
  const named = (figure: string) => {
    get('#words').innerHTML = figure;
    const panel = openPanel(withDeck(), 'two', document, session, textsOf(STRINGS), 0);
    return panel?.querySelector('a')?.textContent;
  };
  const image = '<img alt="A river in a valley">';
  const more = '<details><summary>Description</summary>It flows.</details>';
  expect(named(`<figure>${image}<span class="caption">The course</span>${more}</figure>`)).toBe('The course');
  expect(named(`<figure>${image}</figure>`)).toBe('A river in a valley \u2026');
});

test('a lesson is shown without waiting for what stands at its end', async () => {
  const course = withDeck();
  const two = course.lessons[1] as LessonEntry;
  const aside = '<section id="aside" class="far" data-kind="text" data-slot="22"></section>';
  const longer = page(two).replace('<nav class="pager">', `${aside}$&`);
  answers.set(two.href, () => new Response(longer));
  await openShell(course);
  const below = new DOMRect(0, window.innerHeight + 1, 100, 100);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(below);
  const steps = new Set<string>();
  const observer = new MutationObserver(() => {
    const [asleep, end] = ['.asleep', '.open-parts'].map((name) => document.querySelector(name) !== null);
    steps.add(`${asleep ? 'asleep' : 'alive'}${end ? ', with its end' : ''}`);
  });
  observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  await follow('a[data-lesson="two"]');
  await vi.waitFor(() => expect(document.querySelector('.open-parts')).not.toBeNull(), BUSY);
  await settled();
  observer.disconnect();
  vi.restoreAllMocks();
  expect([...steps].filter((step) => step !== 'alive')).toEqual(['asleep', 'alive, with its end']);
});

test('a lesson comes to life before it takes the place of another one, which takes no answers meanwhile', async () => {
  await openShell();
  await follow('[data-start]');
  const old = get('main');
  const steps: unknown[] = [];
  ATTACH.text = ({ id, isConnected }) => steps.push([id, isConnected, old.isConnected, old.inert]);
  await follow('a[data-lesson="two"]');
  delete ATTACH.text;
  expect(steps).toEqual([['words', false, true, true]]);
  expect([old.isConnected, get('main').inert, text('h1')]).toEqual([false, false, 'Lesson two']);
});

test('who asks for another lesson while one comes to life is led to the last one', async () => {
  await openShell();
  ATTACH.text = () => {
    delete ATTACH.text;
    press('a[data-lesson="two"]');
  };
  await follow('[data-start]');
  expect([text('h1'), location.hash]).toEqual(['Lesson two', '#/two']);
});

test('how the page looks is kept in this browser', async () => {
  await openShell();
  const menu = get<HTMLDetailsElement>('.display-menu');
  menu.open = true;
  menu.dispatchEvent(new Event('toggle'));
  press('input[name="display_theme"][value="dark"]');
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(JSON.parse(localStorage.getItem('hornbook.display') ?? '')).toEqual({ theme: 'dark' });
  press('input[name="display_theme"][value="system"]');
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test('where the state was exchanged the old page takes no answers, and the new one comes whatever is clicked', async () => {
  const { session } = await openShell();
  await follow('[data-start]');
  const old = get('main');
  Object.assign(session, { replaced: session.replaced + 1 });
  session.change((draft) => draft.seen.add(99), { commit: false });
  expect([old.inert, old.isConnected]).toEqual([true, true]);
  window.location.hash = '#/one/words';
  await settled();
  expect([old.isConnected, get('main').inert, text('h1')]).toEqual([false, false, 'Lesson one']);
});
