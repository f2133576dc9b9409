import { confirm } from '../confirm';
import type { Context } from '../context';
import type { LessonBlock } from '../course';
import { all, button, focusOn, idOf, make } from '../dom';
import { KEYS } from '../draw';
import { Fraction } from '../fraction';
import { fractionOf, type LtiSession } from '../homes/lti/session';
import type { Reply } from '../homes/lti/transport';
import type { Answer } from '../questions/answer';
import { EMPTY } from '../questions/outcome';
import { ranges } from '../ranges';
import { QuestionFace } from './question';
import { type Standing as QuestionStanding, QuizBar } from './quiz-bar';
import { clockText, isSaid } from './quiz-clock';
import { attemptList, beforehand, outcomeWords } from './quiz-overview';
import type { Asked, Attempt, Kept, Overview } from './quiz-told';
import { showVerdict } from './quiz-verdict';

/** How long a pause in typing is before the words are sent. */
const TYPING_PAUSE = 700;
/** After how long the page says that it waits for the tool. */
const WAITING_SHOWN_AFTER = 400;
/** Seconds before the end from which on a clock runs. */
const CLOCK_SHOWN_WITHIN = 24 * 3600;
/** Names this page among those that may show one attempt. */
const client = (): string => {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return [...words].map((word) => word.toString(36)).join('');
};

/** A quiz that the tool asks and marks: the page shows what it is told, and keeps and sends what is answered. */
export function remote(section: HTMLElement, block: LessonBlock, context: Context, tool: LtiSession): void {
  const { texts, signal, announce } = context;
  const list = section.querySelector<HTMLElement>('.questions');
  if (list === null) return;
  const page = client();
  const panel = make('div', { class: 'quiz-panel' });
  const heading = make('h3', { class: 'quiz-result-title' });
  const result = make('section', {
    class: 'quiz-result',
    tabindex: -1,
    hidden: true,
    'aria-labelledby': idOf(heading),
  });
  const count = make('p', { class: 'quiz-count' });
  const tools = make('div', { class: 'actions' });
  const foot = make('div', { class: 'quiz-foot' }, count, tools);
  const bar = new QuizBar(texts);
  list.before(panel, result, bar.element);
  section.append(foot);

  let overview: Overview | null = null;
  let attempt: Attempt | null = null;
  let faces: QuestionFace[] = [];
  /** How the questions stand, as the tool said last, and with the flags set since. */
  const standing = new Map<number, Asked>();
  let sequence = 0;
  let ticking = 0;

  /** Ask the tool how the quiz stands, and show it; `path` may name one attempt, or begin a new one. */
  async function load(ask: () => Promise<Reply>, focus: boolean): Promise<void> {
    const late = window.setTimeout(() => say(texts('quiz-loading')), WAITING_SHOWN_AFTER);
    const reply = await ask();
    window.clearTimeout(late);
    if (signal.aborted) return;
    if (reply.kind !== 'ok') {
      const again = button(texts('try-again'), 'primary', () => void load(ask, true));
      say(texts(reply.kind === 'ended' ? 'connection.ended-lti' : 'quiz-unreachable'), again);
      if (focus) focusOn(panel);
      return;
    }
    show(reply.data as Overview);
    if (!focus) return;
    const first = faces[0]?.element.querySelector<HTMLElement>('.question-number');
    focusOn(attempt?.open === false ? result : (first ?? panel));
  }

  async function current(): Promise<Reply> {
    // What an earlier page left behind belongs to what is asked for.
    await tool.outbox.quiet();
    return tool.transport.get(`api/quizzes/${block.slot}`);
  }

  /** Behind all that was done before: it may be what opens the quiz. */
  const begin = () =>
    load(async () => {
      tool.flush();
      await tool.outbox.quiet();
      return tool.transport.post(`api/quizzes/${block.slot}/attempts`, {});
    }, true);

  function say(text: string, ...more: Node[]): void {
    panel.replaceChildren(make('p', { role: 'status' }, text), make('div', { class: 'actions' }, ...more));
    panel.hidden = false;
  }

  function show(found: Overview): void {
    overview = found;
    attempt = found.attempt;
    sequence = attempt?.sequence ?? 0;
    tool.stand(found.standing);
    window.clearInterval(ticking);
    bar.showClock('');
    standing.clear();
    faces = (attempt?.questions ?? []).map((asked, place) => faceOf(asked, place + 1));
    list?.replaceChildren(...faces.map((face) => face.element));
    bar.deal(faces);
    bar.shown = faces.length > 1;
    const open = attempt?.open === true;
    showPanel(found);
    showResult(found);
    showTools(found);
    if (open && attempt?.secondsLeft !== null && attempt?.secondsLeft !== undefined)
      tick(attempt.secondsLeft);
    summarise();
  }

  /** What there is to know before an attempt, and the button that begins it. */
  function showPanel(found: Overview): void {
    const lines = beforehand(found, texts);
    if (tool.mode === 'browse') lines.push(texts('quiz-preview'));
    panel.replaceChildren(...lines.map((line) => make('p', {}, line)));
    if (attempt === null && found.closed === '') {
      const control = button(texts('quiz-begin'), 'primary quiz-begin', () => void begin());
      panel.append(make('div', { class: 'actions' }, control));
    }
    panel.hidden = panel.childElementCount === 0;
  }

  function showResult(found: Overview): void {
    result.hidden = attempt === null || attempt.open;
    if (attempt === null || attempt.open) return;
    const pass = block.weight ? (block.pass ?? context.course.pass) : null;
    const { title, lines, passed } = outcomeWords(found, attempt, pass, texts);
    heading.textContent = title;
    result.classList.toggle('is-passed', passed);
    const grade = make('p', { class: 'quiz-grade', role: 'status' });
    const look = (id: number) => {
      void load(() => tool.transport.get(`api/quizzes/${block.slot}?attempt=${id}`), true);
    };
    const others = attemptList(found, attempt.id, look, texts);
    // At the end of the review, and where the result is told: it may be far from there.
    const actions = found.closed === '' ? [make('div', { class: 'actions' }, newAttempt(found))] : [];
    const words = lines.map((line) => make('p', {}, line));
    result.replaceChildren(heading, ...words, grade, ...actions, ...others);
    tellGrade();
  }

  function tellGrade(): void {
    const place = result.querySelector('.quiz-grade');
    const text = tool.grade?.text ?? '';
    if (place !== null && place.textContent !== text) place.textContent = text;
  }

  function showTools(found: Overview): void {
    const buttons: HTMLButtonElement[] = [];
    if (attempt?.open === true && found.mode !== 'practice')
      buttons.push(button(texts(closing()), 'primary hand-in', () => void askToHandIn()));
    if (attempt?.open === true && found.mode === 'practice')
      buttons.push(button(texts('start-over'), 'new-attempt', () => void startOver()));
    if (attempt?.open === false && found.closed === '') buttons.push(newAttempt(found));
    tools.replaceChildren(...buttons);
    foot.hidden = attempt === null;
  }

  function newAttempt(found: Overview): HTMLButtonElement {
    return button(texts('new-attempt'), 'new-attempt', () => beginAnew(found));
  }

  /** A clock runs from the beginning: it is pressed as for the first attempt. */
  function beginAnew(found: Overview): void {
    if (found.minutes === 0) void begin();
    else {
      show({ ...found, attempt: null });
      focusOn(panel);
    }
  }

  function startOver(): Promise<void> {
    return load(() => tool.transport.post(`api/quizzes/${block.slot}/attempts`, { anew: true }), true);
  }

  function faceOf(asked: Asked, number: number): QuestionFace {
    const holder = make('template');
    holder.innerHTML = asked.html;
    const element = document.importNode(holder.content, true).firstElementChild as HTMLElement;
    const face = new QuestionFace(asked.data, element, texts, announce);
    const open = attempt?.open === true;
    standing.set(asked.slot, asked);
    face.number = number;
    // The keys of an attempt are chance's, so any one seed mixes.
    face.order(asked.shuffled ? KEYS : '', 0);
    face.answer = asked.answer;
    face.certainty = asked.certainty;
    face.clear();
    if (open) offerFlag(face, asked.flagged);
    // After a wrong try the page comes with one more hint, which is opened for the learner.
    if (open && overview?.mode !== 'practice')
      face.offerHints(face.hints.length, asked.tries > 0 && !asked.over);
    showVerdict(face, asked, open ? { mode: overview?.mode ?? 'exam' } : null, texts);
    if (asked.comment !== undefined)
      face.element.append(
        make(
          'div',
          { class: 'explanation' },
          make('p', {}, texts('quiz-comment')),
          make('p', {}, asked.comment),
        ),
      );
    face.locked = asked.over || !open;
    if (open && overview?.mode !== 'exam') equip(face, asked);
    return face;
  }

  function offerFlag(face: QuestionFace, flagged: boolean): void {
    const flag = make(
      'button',
      { type: 'button', class: 'flag', 'aria-pressed': String(flagged) },
      texts('flag'),
    );
    flag.addEventListener('click', () => {
      const asked = standing.get(face.data.slot);
      if (asked === undefined || attempt?.open !== true) return;
      standing.set(asked.slot, { ...asked, flagged: !asked.flagged });
      flag.setAttribute('aria-pressed', String(!asked.flagged));
      void send(face, face.answer, true);
      summarise();
    });
    face.element.querySelector('.question-head')?.append(flag);
  }

  /** The buttons of a question that is checked at once. */
  function equip(face: QuestionFace, asked: Asked): void {
    const buttons: HTMLButtonElement[] = [];
    const label = texts(asked.data.byHand ? 'keep-answer' : 'check');
    if (!asked.over) buttons.push(button(label, 'check', () => void check(face)));
    if (!asked.over && overview?.mode === 'practice' && asked.tries > 0)
      buttons.push(button(texts('show-answer'), 'quiet show-answer', () => void reveal(face)));
    const number = face.element.querySelector('.question-number');
    for (const control of buttons)
      if (number !== null) control.setAttribute('aria-describedby', idOf(number));
    if (buttons.length > 0)
      face.result.before(make('div', { class: 'actions question-actions' }, ...buttons));
  }

  async function check(face: QuestionFace): Promise<void> {
    const { answer } = face;
    if (answer === null) {
      face.askAgain(EMPTY);
      focusOn(face.result);
      return;
    }
    if (face.data.certainty && face.certainty === 0) {
      face.askForCertainty();
      focusOn(face.result);
      return;
    }
    const settled = busy(face);
    const kept = await send(face, answer);
    settled();
    if (kept !== null) replace(face, kept.questions[0]);
  }

  async function reveal(face: QuestionFace): Promise<void> {
    const settled = busy(face);
    const reply = await tool.transport.post(`api/attempts/${attempt?.id}/reveal`, {
      question: face.data.slot,
    });
    settled();
    if (signal.aborted) return;
    if (reply.kind === 'ok') replace(face, reply.data as Asked);
    else face.say(texts('quiz-unreachable'));
  }

  /** A question that waits for the tool takes no second answer; what is returned frees it. */
  function busy(face: QuestionFace): () => void {
    const controls = all(face.element, '.question-actions button') as HTMLButtonElement[];
    for (const control of controls) control.disabled = true;
    face.locked = true;
    const late = window.setTimeout(() => face.say(texts('quiz-checking')), WAITING_SHOWN_AFTER);
    return () => {
      window.clearTimeout(late);
      for (const control of controls) control.disabled = false;
      face.locked = false;
    };
  }

  function replace(face: QuestionFace, asked: Asked | undefined): void {
    const place = faces.indexOf(face);
    if (asked === undefined || place < 0) return;
    const fresh = faceOf(asked, place + 1);
    face.element.replaceWith(fresh.element);
    faces[place] = fresh;
    focusOn(fresh.result.hidden ? fresh.element : fresh.result);
    summarise();
  }

  /** Keep an answer; null where it was not taken, or the lesson has left the page. */
  async function send(face: QuestionFace, answer: Answer | null, note = false): Promise<Kept | null> {
    if (attempt === null) return null;
    const { certainty, data } = face;
    const flagged = standing.get(data.slot)?.flagged ?? false;
    const one = { question: data.slot, sequence: ++sequence, answer, certainty, flagged, note };
    const reply = await tool.outbox.add(
      { path: `api/attempts/${attempt.id}/answers`, body: { client: page, answers: [one] } },
      overview?.mode === 'exam' ? joinAnswers : undefined,
    );
    if (signal.aborted) return null;
    if (reply.kind !== 'ok') {
      face.say(texts(reply.kind === 'ended' ? 'connection.ended-lti' : 'connection.rejected-lti'));
      return null;
    }
    const kept = reply.data as Kept;
    if (kept.standing !== null) tool.stand(kept.standing);
    if (kept.receipts.some(({ late }) => late)) {
      announce(texts('quiz-late'));
      await load(current, true);
      say(texts('quiz-late'));
      return null;
    }
    return kept;
  }

  const closing = () => (overview?.mode === 'exam' ? 'hand-in' : 'finish-quiz');

  function isDone(face: QuestionFace): boolean {
    if (overview?.mode === 'exam') return face.answer !== null;
    const asked = standing.get(face.data.slot);
    if (overview?.mode === 'practice') return (asked?.tries ?? 0) > 0;
    return asked?.over === true || (face.data.byHand === true && asked !== undefined && asked.tries > 0);
  }

  const undone = (): number[] => faces.flatMap((face, place) => (isDone(face) ? [] : [place + 1]));

  function standingOf(face: QuestionFace): QuestionStanding {
    const asked = standing.get(face.data.slot);
    const flagged = asked?.flagged ?? false;
    if (asked === undefined) return { state: 'open', flagged };
    if (attempt?.open === true && overview?.mode === 'exam')
      return { state: face.answer === null ? 'open' : 'answered', flagged };
    if (attempt?.open === true && !asked.over) return { state: asked.tries > 0 ? 'tried' : 'open', flagged };
    if (!asked.marked && asked.tries > 0) return { state: 'answered', flagged };
    const earned = fractionOf(asked.earned) ?? Fraction.ZERO;
    if (earned.compare(Fraction.ONE) >= 0) return { state: 'right', flagged };
    return { state: earned.compare(Fraction.ZERO) > 0 ? 'partly' : 'wrong', flagged };
  }

  function summarise(): void {
    if (attempt === null) return;
    const done = faces.length - undone().length;
    const key = overview?.mode === 'exam' ? 'exam-count' : 'checked-count';
    count.textContent = texts(key, { answered: done, done, total: faces.length });
    count.hidden = !attempt.open;
    bar.update(faces.map(standingOf), count.textContent);
  }

  async function askToHandIn(): Promise<void> {
    noteTyped();
    const open = undone();
    const key = closing();
    const first = open.length
      ? texts.count(`${key}-open`, open.length, { numbers: ranges(open) })
      : texts(`${key}-complete`);
    const words = `${first} ${texts(`${key}-sure`)}`;
    if (!(await confirm(texts(`${key}-title`), words, texts(key), texts('hand-in-not-yet')))) {
      const face = faces[(open[0] ?? 1) - 1];
      if (face !== undefined) focusOn(face.heading);
      return;
    }
    if (!signal.aborted) await handIn();
  }

  /** End the attempt; `why` is said with its result. */
  async function handIn(why = ''): Promise<void> {
    const ending = attempt;
    if (ending === null || !ending.open) return;
    noteTyped();
    window.clearInterval(ticking);
    for (const face of faces) face.locked = true;
    for (const control of all(section, '.quiz-foot button, .question-actions button'))
      (control as HTMLButtonElement).disabled = true;
    const late = window.setTimeout(() => say(texts('quiz-handing-in')), WAITING_SHOWN_AFTER);
    // Behind all answers that still wait: they arrive before the attempt ends.
    const reply = await tool.outbox.add({ path: `api/attempts/${ending.id}/hand-in`, body: {} });
    window.clearTimeout(late);
    if (signal.aborted) return;
    if (reply.kind === 'ok') {
      show(reply.data as Overview);
      if (why !== '') heading.after(make('p', {}, why));
      focusOn(result);
    } else {
      await load(current, true);
    }
  }

  function tick(seconds: number): void {
    const end = context.elapsed() + seconds * 1000;
    const update = () => {
      const left = Math.max(0, Math.ceil((end - context.elapsed()) / 1000));
      // A due date days away stands in words above; seconds that run say nothing then.
      bar.showClock(left > CLOCK_SHOWN_WITHIN ? '' : clockText(left), left <= 60);
      if (isSaid(left)) announce(texts('time-left-said', { time: clockText(left) }));
      if (left > 0) return;
      window.clearInterval(ticking);
      announce(texts('time-up'));
      void handIn(texts('time-up'));
    };
    update();
    ticking = window.setInterval(update, 1000);
  }

  let typing: { readonly face: QuestionFace; readonly timer: number } | null = null;

  /** Send words that are still being typed. */
  function noteTyped(): void {
    if (typing === null) return;
    const { face, timer } = typing;
    typing = null;
    window.clearTimeout(timer);
    if (attempt?.open === true && faces.includes(face)) void send(face, face.answer);
  }

  const faceAt = (event: Event) => faces.find((face) => face.element.contains(event.target as Node));

  list.addEventListener(
    'input',
    (event) => {
      const face = faceAt(event);
      if (face === undefined || attempt?.open !== true) return;
      // A changed answer makes the verdict on the last one out of date.
      face.clear();
      if (overview?.mode === 'exam' && face.typed) {
        if (typing !== null && typing.face !== face) noteTyped();
        if (typing !== null) window.clearTimeout(typing.timer);
        typing = { face, timer: window.setTimeout(noteTyped, TYPING_PAUSE) };
      }
      summarise();
    },
    { signal },
  );
  list.addEventListener(
    'change',
    (event) => {
      const face = faceAt(event);
      if (face === undefined || attempt?.open !== true || overview?.mode !== 'exam') return;
      if (face.typed) noteTyped();
      else void send(face, face.answer);
      summarise();
    },
    { signal },
  );
  list.addEventListener(
    'keydown',
    (event) => {
      const { key, isComposing } = event;
      const face = faceAt(event);
      if (key !== 'Enter' || isComposing || face === undefined || overview?.mode === 'exam') return;
      const isLine = (event.target as Element).matches('.short-answer input, .gap input');
      if (!isLine || attempt?.open !== true) return;
      event.preventDefault();
      void check(face);
    },
    { signal },
  );
  const forget = [tool.subscribe(tellGrade), tool.beforeLastSave(noteTyped)];
  signal.addEventListener('abort', () => {
    noteTyped();
    window.clearInterval(ticking);
    for (const each of forget) each();
  });
  void load(current, false);
}

/** Answers that wait are sent together. */
function joinAnswers(one: unknown, other: unknown): unknown {
  const first = one as { client: string; answers: readonly unknown[] };
  const second = other as typeof first;
  if (first.client !== second.client || first.answers.length >= 50) return null;
  return { client: first.client, answers: [...first.answers, ...second.answers] };
}
