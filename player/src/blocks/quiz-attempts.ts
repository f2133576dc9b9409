import { attemptLeft } from '../attempt';
import { confirm } from '../confirm';
import type { QuestionData } from '../course';
import { button, focusOn, make } from '../dom';
import { isLate, withParts } from '../late';
import { readersOf } from '../questions';
import { breath } from '../slices';
import type { QuestionFace } from './question';
import { clockText, isSaid, runClock } from './quiz-clock';
import type { QuizPage } from './quiz-page';
import { openNow, QuizResult, review } from './quiz-result';

/** How the questions of an attempt are answered; one for exams, one for the modes that mark at once. */
export interface Mode {
  /** Keys of the texts for closing the attempt: the button, and the title of the question whether it is meant. */
  readonly close: string;
  /** Make a question of an open attempt answerable, and show what was done already. */
  equip(face: QuestionFace): void;
  /** Called when no question takes an answer any more. */
  finished: () => void;
  /** Keep what stands on the page and is not kept yet. */
  settle(): void;
  /** What the learner should know before closing the attempt, and the question to go to instead; '' = nothing. */
  undone(): { readonly words: string; readonly first: number };
}

/** Milliseconds after which a clock that has run out asks again for what marks the answers. */
const ASKED_AGAIN = 10_000;

/** Attempts that are begun, handed in, looked back at, and begun again. */
export function attempts(page: QuizPage, mode: Mode): void {
  const { section, list, store, block, context, bar } = page;
  const { texts, signal, session } = context;
  const result = new QuizResult(block, context, store);
  const count = make('p', { class: 'quiz-count' });
  const close = button(texts(mode.close), 'primary hand-in', () => {
    mode.settle();
    wait(page.asked, foot, () => void askToClose());
  });
  const waits = make('p', { class: 'part-failed', role: 'status' });
  let waiting = false;
  let timeIsUp = false;
  let wasAnswering = false;
  const newAttempt = () =>
    button(texts('new-attempt'), 'new-attempt', () => {
      if (!block.time) begin();
      else {
        offer();
        focusOn(gate);
      }
    });
  const again = newAttempt();
  const foot = make('div', { class: 'quiz-foot' }, count, make('div', { class: 'actions' }, close, again));
  const gate = make(
    'div',
    { class: 'quiz-gate', hidden: true },
    make('p', {}, block.time ? texts.count('time-limit', block.time) : ''),
    // When the time is over there must be what marks the answers.
    button(texts('start'), 'primary quiz-begin', () => wait(block.questions ?? [], gate, begin)),
  );
  bar.element.before(result.element, gate);
  section.append(foot);
  let clock: { stop(): void } | null = null;
  page.updated = () => {
    // The result stands over the questions: who has done the last of them is told here too.
    count.textContent = result.element.hidden ? page.summary() : result.words;
  };

  function begin(): void {
    if (signal.aborted) return;
    if (store.begun && !store.quiz.open) store.renew(block.questions ?? []);
    else store.start();
    start();
    focusOn(page.dealt[0]?.heading ?? section);
  }

  /** Go on once there is what marks the answers to questions; what waits for it is said at the end of `place`. */
  function wait(questions: readonly QuestionData[], place: HTMLElement, use: () => void): void {
    if (waiting) return;
    const parts = questions.flatMap(readersOf);
    const say = (key: string) => {
      const words = key && texts(timeIsUp ? 'time-up-waits' : key);
      if (waits.textContent !== words) waits.textContent = words;
    };
    waiting = true;
    place.append(waits);
    say(isLate({ parts }) ? 'marking-soon' : '');
    withParts(
      parts,
      () => {
        waiting = false;
        say('');
        use();
      },
      () => {
        say('marking-waits');
        // Who presses again asks again at once; a clock that has run out asks by itself.
        window.setTimeout(
          () => {
            waiting = false;
          },
          timeIsUp ? ASKED_AGAIN : 0,
        );
      },
    );
  }

  /** Only who begins an attempt whose time is limited sees its questions, and `offered` it may be. */
  function offer(offered = true): void {
    gate.hidden = !offered;
    list.toggleAttribute('hidden', offered);
    foot.hidden = offered;
    result.element.hidden = true;
    if (offered) bar.shown = false;
  }

  /** Show the attempt as it is: waiting to be begun, under way, or handed in. */
  function start(): void {
    const { open, handedIn } = store.quiz;
    const waiting = (block.time ?? 0) > 0 && !store.begun && session.writable;
    offer(waiting);
    if (waiting) return;
    list.removeAttribute('inert');
    close.hidden = true;
    again.hidden = true;
    if (!open && handedIn > 0) {
      const shown = openNow(block, context, store);
      page.marksShown = shown.own;
      page.deal((face) => review(face, block, store, texts, shown), lookBack);
      return;
    }
    page.marksShown = true;
    page.deal((face) => {
      face.locked = !session.writable;
      face.offerHints(0);
      mode.equip(face);
    }, ready);
  }

  function ready(): void {
    bar.shown = page.asked.length > 1;
    close.hidden = !session.writable;
    page.update();
    if (block.time && session.writable) run();
  }

  function run(): void {
    timeIsUp = false;
    clock = runClock(block, context, store, {
      tick(left) {
        bar.showClock(clockText(left), left <= 60);
        if (isSaid(left)) context.announce(texts('time-left-said', { time: clockText(left) }));
      },
      timeUp() {
        if (!store.quiz.open) return;
        if (!timeIsUp) {
          timeIsUp = true;
          wasAnswering = section.contains(document.activeElement);
          mode.settle();
          for (const face of page.dealt) face.locked = true;
          close.hidden = true;
        }
        wait(page.asked, foot, async () => {
          await handIn();
          // What was being typed into takes no more; who reads elsewhere in the lesson stays there.
          if (wasAnswering) focusOn(result.element);
          context.announce(texts('time-up'));
        });
      },
    });
  }

  async function handIn(): Promise<void> {
    if (!session.writable || !store.quiz.open) return;
    clock?.stop();
    clock = null;
    store.handIn(page.asked);
    // To mark hundreds of answers takes its time, and so does to show what came of it.
    await breath();
    if (signal.aborted) return;
    const shown = openNow(block, context, store);
    page.marksShown = shown.own;
    page.each((face) => review(face, block, store, texts, shown), lookBack);
    // The result is there at once, whatever number of questions follow.
    showResult();
  }

  /** The attempt is closed: marks, and what the review shows of them. */
  function lookBack(): void {
    bar.shown = page.asked.length > 1;
    showResult();
    page.update();
  }

  function showResult(): void {
    bar.showClock('');
    close.hidden = true;
    again.hidden = !session.writable || !attemptLeft(block, store.quiz.handedIn);
    // At the end of the review, and where the result is told: it may be far from there.
    const actions = again.hidden ? [] : [make('div', { class: 'actions' }, newAttempt())];
    result.show(page, timeIsUp ? [texts('time-up')] : [], actions);
  }

  /** No question takes an answer any more: nothing is left to hand in. */
  async function finish(): Promise<void> {
    if (!store.quiz.open) return;
    const here = document.activeElement as HTMLElement | null;
    await handIn();
    here?.focus({ preventScroll: true });
    context.announce(result.element.querySelector('h3')?.textContent ?? '');
  }

  async function askToClose(): Promise<void> {
    if (signal.aborted || timeIsUp) return;
    mode.settle();
    const { words, first } = mode.undone();
    const sure = texts(`${mode.close}-sure`);
    const text = words === '' ? `${texts(`${mode.close}-complete`)} ${sure}` : `${words} ${sure}`;
    if (!(await confirm(texts(`${mode.close}-title`), text, texts(mode.close), texts('hand-in-not-yet')))) {
      const face = page.dealt[first];
      if (face !== undefined) focusOn(face.heading);
      return;
    }
    if (signal.aborted) return;
    if (!timeIsUp) {
      mode.settle();
      await handIn();
    }
    focusOn(result.element);
  }

  mode.finished = finish;
  start();
}
