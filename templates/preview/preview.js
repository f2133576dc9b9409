/** The page around the course: a frame as an LMS has it, the LMS's API in this window, and news from the author's files. */

import { count } from './formats.js';
import { byId, factList, make, Panel } from './panel.js';
import { Problems } from './problems.js';
import { nothingKept, Session, STANDARDS } from './stub-lms.js';

const THEME = 'hornbook-preview-theme';
const NARROW = '(max-width: 60rem)';
/** For so many milliseconds after a page came anew its place is brought back. */
const SETTLING = 1500;
/** For so many milliseconds what changed has a frame. */
const MARKED = 2000;
/** What a change of these means for every page. */
const EVERYWHERE = /^(?:index\.html|assets\/.*)$/;

const panel = new Panel();
const problems = new Problems();

let view = null;
/** The version that the frame shows. */
let shown = '';
let target = new URLSearchParams(location.search).get('target') ?? 'scorm12';
let session = null;
let frame = null;
/** Whether the bar says how far a reading is. */
let reading = false;
let mode = 'normal';

// --- what an LMS keeps --------------------------------------------------------------------------------------

const memory = new Map();
const keptName = () => `hornbook-preview:${view.course.id}:${target}`;

function readKept() {
  try {
    return JSON.parse(sessionStorage.getItem(keptName()));
  } catch {
    return memory.get(keptName()) ?? null;
  }
}

function writeKept(kept) {
  memory.set(keptName(), kept);
  try {
    if (kept === null) sessionStorage.removeItem(keptName());
    else sessionStorage.setItem(keptName(), JSON.stringify(kept));
  } catch {
    // Blocked or full: then it is kept until this page is closed.
  }
}

const home = () => view.targets.find(({ name }) => name === target);
const standard = () => STANDARDS[home().home] ?? null;

// --- the course in its frame --------------------------------------------------------------------------------

function open(wantedMode = 'normal', at = '') {
  mode = wantedMode;
  byId('closed').hidden = true;
  for (const { api } of Object.values(STANDARDS)) delete window[api];
  session = null;
  if (standard()) {
    let saved = null;
    session = new Session({
      standard: standard(),
      kept: readKept(),
      mode,
      mastery: view.course.mastery,
      onChange: () => {
        // Called from the constructor too, before there is a session.
        if (session && session.phase !== 'waiting' && session.kept !== saved) {
          saved = session.kept;
          writeKept(saved);
        }
        showPhase();
        panel.update();
      },
    });
    session.failing = byId('fault').value === 'commit';
    if (byId('fault').value !== 'absent') window[session.standard.api] = session.api;
  }
  panel.follow(session, home().limit);
  frame = make('iframe', { title: 'The course', allow: 'fullscreen; autoplay' });
  frame.src = `/course/${target}/index.html${at}`;
  frame.addEventListener('load', keepMirrored);
  byId('place').replaceChildren(frame);
  shown = view.build;
  showPhase();
}

/** Takes the frame away, which ends the course as leaving does in an LMS; says where the learner was. */
function close() {
  if (!frame) return null;
  const place = whereabouts();
  frame.remove();
  frame = null;
  session?.leave();
  panel.update();
  showPhase();
  return place;
}

function whereabouts() {
  try {
    const { location: here, scrollY } = frame.contentWindow;
    return { hash: here.hash, page: here.pathname.split('/').at(-1), top: scrollY };
  } catch {
    return { hash: '', page: '', top: 0 };
  }
}

/** The place of a learner in the newest version, where the lesson may have another id. */
function placeNow(hash) {
  return hash.replace(/^#\/([^/]+)/, (same, lesson) =>
    lesson in view.renamed ? `#/${view.renamed[lesson]}` : same,
  );
}

/** The file of the course that is on screen. */
function pageOnScreen() {
  const { hash, page } = whereabouts();
  const lesson = /^#\/([^/]+)/.exec(hash)?.[1];
  return lesson ? `lesson-${decodeURIComponent(lesson)}.html` : page;
}

/** The sources changed: for the LMS the learner leaves and comes back, to where they differ if that is not in sight. */
function reload(at = null) {
  const jumps = at !== null && !inView(frame.contentDocument?.getElementById(at.block));
  const lesson = /^#\/([^/]+)/.exec(whereabouts().hash)?.[1];
  const place = close();
  open(mode, jumps && lesson ? `#/${lesson}/${at.block}` : placeNow(place?.hash ?? ''));
  settle(frame, jumps ? 0 : (place?.top ?? 0), at);
}

/** Whether an element is there and on screen: then nothing needs to move. */
function inView(element) {
  if (!element) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < element.ownerDocument.defaultView.innerHeight;
}

/**
 * Scrolls to where the author was reading, once the page is long enough, and from there to what changed, unless a hand
 * moves it first.
 */
function settle(into, top, at) {
  let came = null;
  let moved = false;
  let marked = at === null;
  into.addEventListener('load', () => {
    for (const kind of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
      into.contentWindow.addEventListener(kind, () => (moved = true), { once: true, passive: true });
    }
  });
  const again = () => {
    if (moved || into !== frame) return;
    const window = into.contentWindow;
    if (isThere(window)) came ??= performance.now();
    const late = came === null ? 0 : performance.now() - came;
    if (late > SETTLING) return;
    setTimeout(again, 40);
    if (came === null) return;
    const root = window.document.documentElement;
    const isLong = root && root.scrollHeight - window.innerHeight >= top - 1;
    if (top && isLong && Math.abs(window.scrollY - top) > 1) window.scrollTo({ top, behavior: 'instant' });
    const changed = marked || (top && !isLong && late < SETTLING / 2) ? null : elementAt(at);
    if (!changed) return;
    marked = true;
    if (!inView(changed)) {
      top = 0;
      changed.scrollIntoView({ block: 'center', behavior: 'instant' });
    }
    mark(changed);
  };
  again();
}

/** Whether a window of the course shows what its address names, or says why it cannot; a slow machine takes its time. */
function isThere({ document, location }) {
  const [, lesson = ''] = location.hash.split('/');
  if (document.querySelector('.failure')) return true;
  const shown = document.querySelector('.scripted #shell_main');
  return shown !== null && (shown.dataset.lesson ?? '') === decodeURIComponent(lesson);
}

/** What is named by a block and by the words of an element in it, else the block; nothing until the lesson is there. */
function elementAt({ block, tag, text }) {
  const within = frame.contentDocument?.querySelector(`main [id="${block}"]`) ?? null;
  const words = (element) => element.textContent.split(/\s+/).filter(Boolean).join(' ');
  const named = tag && within ? [...within.querySelectorAll(tag)].find((one) => words(one) === text) : null;
  return named ?? within;
}

/** Shows for a moment what changed. */
function mark(element) {
  const [width, color] = ['3px solid', 'var(--accent, Highlight)'];
  const faded = { outline: `${width} transparent`, outlineOffset: '4px' };
  element.animate([{ ...faded, outline: `${width} ${color}` }, faded], { duration: MARKED, easing: 'ease-in' });
}

// --- buttons ------------------------------------------------------------------------------------------------

byId('leave').addEventListener('click', () => {
  close();
  // On a small screen the panel would lie over what was kept.
  if (narrow.matches) showPanel(false);
  showClosed();
});
byId('resume').addEventListener('click', () => reopen('normal'));
byId('review').addEventListener('click', () => reopen('review'));
byId('anew').addEventListener('click', () => {
  close();
  forget();
  reopen('normal');
});

function reopen(wantedMode) {
  close();
  if (!view?.build) return;
  open(wantedMode);
  if (narrow.matches) showPanel(false);
  frame.focus();
}

function forget() {
  if (!view?.course) return;
  if (standard()) {
    const before = readKept() ?? nothingKept();
    writeKept({ ...nothingKept(), attempt: before.attempt + 1 });
    return;
  }
  // On the web the course keeps its state itself, under names that begin so.
  try {
    const own = Object.keys(localStorage).filter((name) => name.startsWith(`hornbook:${view.course.id}:`));
    for (const name of own) localStorage.removeItem(name);
  } catch {
    // Where storage is blocked there is nothing to forget.
  }
}

function showPhase() {
  const open = frame !== null;
  const finished = isFinished();
  byId('leave').disabled = !open;
  // A course can end its session and stay on screen; then it can be opened again at once.
  const running = open && session?.phase !== 'ended';
  byId('resume').disabled = (running && mode === 'normal') || !view?.build;
  byId('review').disabled = !finished || (running && mode === 'review');
  byId('anew').disabled = !view?.build;
  const words = { waiting: 'not opened yet', open: 'open', ended: 'ended', lost: 'left without an end' };
  const kind = session ? session.phase : open ? 'open' : 'ended';
  const attempt = session
    ? `Attempt ${session.kept.attempt}, session ${words[kind]}`
    : open
      ? 'Open'
      : view?.build
        ? 'Left'
        : 'Waiting for a version without errors';
  byId('phase').textContent = mode === 'normal' ? attempt : `${attempt}, mode ${mode}`;
  byId('phase').dataset.phase = kind;
}

function isFinished() {
  if (!view?.course || !standard()) return false;
  const kept = readKept();
  return kept !== null && standard().summary((element) => kept.values[element] ?? '').finished;
}

function showClosed() {
  const box = byId('closed');
  const parts = [make('h2', { id: 'closed-title' }, 'The course was left')];
  if (session) {
    const { values, exit, session: time } = session.kept;
    const get = (element) => values[element] ?? '';
    const passing = ['Status', 'Completion', 'Success', 'Score', 'Scaled score', 'Progress', 'Location'];
    const facts = session.standard.summary(get).facts.filter(([name]) => passing.includes(name));
    const answers = Object.keys(values).filter((element) =>
      /^cmi\.interactions\.\d+\.id$/.test(element),
    ).length;
    facts.push(
      ['Answers', count(answers)],
      ['State', `${count(get('cmi.suspend_data').length)} characters`],
      ['Time', `${(time / 100).toFixed(1)} seconds`],
      ['Exit', exit],
    );
    const lead =
      session.phase === 'ended'
        ? 'This is what the LMS kept:'
        : 'It did not end its session. The LMS kept what was committed:';
    parts.push(make('p', {}, lead), make('dl', { className: 'facts' }, ...factList(facts)));
  } else {
    parts.push(make('p', {}, 'What the learner did stays in this browser.'));
  }
  const resume = make('button', { type: 'button', className: 'button primary' }, 'Resume');
  resume.addEventListener('click', () => reopen('normal'));
  box.replaceChildren(...parts, resume);
  box.hidden = false;
  resume.focus();
}

// --- the page itself ----------------------------------------------------------------------------------------

byId('target').addEventListener('change', ({ target: choice }) => {
  close();
  target = choice.value;
  history.replaceState(null, '', target === 'scorm12' ? '/' : `/?target=${target}`);
  if (view.build) open();
});

byId('widths').addEventListener('change', ({ target: choice }) => {
  byId('stage').dataset.width = choice.value;
});

function showPanel(wanted) {
  byId('panel').hidden = !wanted;
  byId('panel-button').setAttribute('aria-expanded', String(wanted));
}
byId('panel-button').addEventListener('click', () => showPanel(byId('panel').hidden));
const narrow = matchMedia(NARROW);
showPanel(!narrow.matches);
narrow.addEventListener('change', () => showPanel(!narrow.matches));

function setTheme(dark) {
  const root = document.documentElement;
  root.classList.toggle('dark', dark);
  root.classList.toggle('light', !dark);
  byId('theme').setAttribute('aria-pressed', String(dark));
}
byId('theme').addEventListener('click', () => {
  const dark = byId('theme').getAttribute('aria-pressed') !== 'true';
  setTheme(dark);
  try {
    localStorage.setItem(THEME, dark ? 'dark' : 'light');
  } catch {
    // It holds for this page.
  }
});

/** The course as it looks in a language from right to left, or as it is; lessons that come later, too. */
function mirror() {
  const root = frame?.contentDocument?.documentElement;
  if (!root) return;
  const mirrored = byId('mirror').getAttribute('aria-pressed') === 'true';
  for (const part of [root, ...root.querySelectorAll('main')]) {
    part.dataset.ownDir ??= part.dir;
    part.dir = mirrored ? 'rtl' : part.dataset.ownDir;
  }
}

function keepMirrored() {
  mirror();
  new MutationObserver(mirror).observe(frame.contentDocument.body, { childList: true, subtree: true });
}
byId('mirror').addEventListener('click', () => {
  byId('mirror').setAttribute('aria-pressed', String(byId('mirror').getAttribute('aria-pressed') !== 'true'));
  mirror();
});

// Commits fail from now on; an LMS that is not there is not there from the next opening on.
byId('fault').addEventListener('change', () => {
  if (session) session.failing = byId('fault').value === 'commit';
  if (byId('fault').value !== 'commit') reopen(mode);
});

function storedTheme() {
  try {
    return localStorage.getItem(THEME);
  } catch {
    return null;
  }
}
setTheme(
  (storedTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark',
);

// --- news ---------------------------------------------------------------------------------------------------

function tell(text, bad = false) {
  reading = false;
  byId('news').textContent = text;
  byId('news').classList.toggle('bad', bad);
}

function showTargets() {
  const select = byId('target');
  if (select.options.length > 0) return;
  if (!view.targets.some(({ name }) => name === target)) target = 'scorm12';
  select.append(...view.targets.map(({ name, title }) => make('option', { value: name }, title)));
  select.value = target;
}

function receive(news) {
  const otherCourse = view?.course && news.course && view.course.id !== news.course.id;
  view = news;
  showTargets();
  problems.show(view.problems, view.build !== '', view.held);
  if (view.course) {
    byId('title').textContent = view.course.title;
    byId('title').lang = view.course.lang;
    document.title = `${view.course.title} · Hornbook preview`;
  }
  const never = shown === '';
  if (never) tell('');
  if (view.build === shown || view.build === '') {
    showPhase();
    return;
  }
  if (never) {
    open();
    return;
  }
  // After a lost connection we may have missed a version, and then cannot know what differs.
  const known = view.before === shown;
  const concerned = !known || otherCourse || view.changed.some((name) => EVERYWHERE.test(name));
  const names = view.changed
    .filter((name) => name.endsWith('.html'))
    .slice(0, 3)
    .join(', ');
  const clock = new Date().toLocaleTimeString([], { hour12: false });
  if (!frame) {
    shown = view.build;
    tell(`${clock} Changed: ${names || 'the course'}`);
  } else if (concerned || view.changed.includes(pageOnScreen())) {
    reload(view.at[pageOnScreen()] ?? null);
    tell(`${clock} Updated${names ? `: ${names}` : ''}`);
  } else {
    shown = view.build;
    // What is made of all pages, such as the search, is no news beside the page itself.
    if (names) tell(`${clock} Changed elsewhere: ${names}`);
  }
}

/** Says how far a reading is whose end nothing shows yet; one without a file is over. */
function showStep({ file, read, made, pages }) {
  if (!file) {
    if (reading) tell('');
  } else {
    const pagesMade = `${count(made)} of ${count(pages)} pages made`;
    tell(`Reading the course … ${pages ? pagesMade : `${count(read)} lessons read`}`);
  }
  reading = Boolean(file);
}

const events = new EventSource('/_preview/events');
events.addEventListener('message', ({ data }) => receive(JSON.parse(data)));
events.addEventListener('step', ({ data }) => showStep(JSON.parse(data)));
events.addEventListener('open', () => tell(view ? '' : 'Reading the course …'));
events.addEventListener('error', () =>
  tell('The preview has stopped. Start it again; this page will notice.', true),
);
addEventListener('pagehide', () => events.close());
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
