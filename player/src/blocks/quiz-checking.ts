import { answeredRight, penalty, triesAllowed } from '../attempt';
import { all, button, focusOn, idOf, make } from '../dom';
import { Fraction } from '../fraction';
import { isLate, withParts } from '../late';
import { isCut, sameAnswer } from '../questions/answer';
import { costsATry } from '../questions/outcome';
import { ranges } from '../ranges';
import type { CourseState } from '../state/model';
import { nameOf, type QuestionFace } from './question';
import type { Mode } from './quiz-attempts';
import type { QuizPage } from './quiz-page';
import { earnedPoints, openNow } from './quiz-result';
import { noteEssays } from './quiz-typing';

/** A check button for each question: what the answer was marked is shown at once. */
export class Checker {
  constructor(
    private readonly page: QuizPage,
    /** Show a question as its state is. */
    private readonly settle: (face: QuestionFace) => void,
    /** After an answer was marked. */
    private readonly marked: (face: QuestionFace) => void,
    /** What belongs to the change of an answer. */
    private readonly also: (draft: CourseState) => void = () => {},
  ) {
    const { section, context } = page;
    const { signal } = context;
    noteEssays(page);
    section.addEventListener('input', (event) => this.changed(page.at(event)), { signal });
    section.addEventListener(
      'keydown',
      (event) => {
        const isLine = (event.target as Element).matches('.short-answer input, .gap input');
        if (event.key !== 'Enter' || event.isComposing || !isLine) return;
        const face = page.at(event);
        if (face === undefined || !page.store.quiz.open) return;
        event.preventDefault();
        this.check(face);
      },
      { signal },
    );
  }

  /** Give a question its button, and others after it. */
  equip(face: QuestionFace, ...others: readonly HTMLButtonElement[]): void {
    const { texts } = this.page.context;
    for (const old of all(face.element, '.question-actions')) old.remove();
    const label = texts(face.data.byHand ? 'keep-answer' : 'check');
    const controls = [button(label, 'primary check', () => this.check(face)), ...others];
    // "Check" stands there once a question: the number says of which.
    for (const control of controls) control.setAttribute('aria-describedby', idOf(face.heading));
    face.result.before(make('div', { class: 'actions question-actions' }, ...controls));
    this.settle(face);
    this.fillAgain(face);
  }

  /** A changed answer makes the verdict on the last one out of date, and is kept until it is checked. */
  private changed(face: QuestionFace | undefined): void {
    const { store, context } = this.page;
    if (face === undefined || store.isOver(face.data)) return;
    face.clear();
    const { answer, certainty, data } = face;
    if (data.byHand || !context.session.writable) return;
    if (answer === null) store.drafts.drop([data]);
    else store.drafts.set(data, { ...store.question(data.slot), answer, certainty });
  }

  /** What stood there and was not checked stands there again, but where it is looked back at what was answered. */
  private fillAgain(face: QuestionFace): void {
    const { store, context } = this.page;
    const { data } = face;
    if (!context.session.writable) return;
    const draft = store.drafts.get(data, store.question(data.slot));
    if (draft === undefined || store.isOver(data) || sameAnswer(face.answer, draft.answer)) return;
    face.answer = draft.answer;
    face.certainty = draft.certainty;
    face.clear();
  }

  private check(face: QuestionFace): void {
    const { store, context } = this.page;
    const { answer, certainty, data, readers } = face;
    if (answer === null || !isLate({ parts: readers })) {
      this.mark(face);
      focusOn(face.result);
      return;
    }
    // Kept before anything is asked of the network.
    store.note(data, answer, certainty);
    const say = (key: string) => {
      face.say(context.texts(key));
      context.announce(context.texts(key));
    };
    // The learner may have gone on meanwhile: what stands there now was not given to be marked.
    const asked = (use: () => void) => () => {
      if (!context.signal.aborted && store.quiz.open && sameAnswer(face.answer, answer)) use();
    };
    say('marking-soon');
    withParts(
      readers,
      asked(() => {
        const here = face.element.contains(document.activeElement);
        this.mark(face);
        if (here) focusOn(face.result);
        else context.announce(face.result.textContent ?? '');
      }),
      asked(() => say('marking-waits')),
    );
  }

  private mark(face: QuestionFace): void {
    const { store } = this.page;
    const { answer, certainty, data } = face;
    const outcome = face.mark();
    if (!costsATry(outcome)) {
      store.respond(data, answer, certainty, this.also);
      face.askAgain(outcome);
    } else if (data.certainty && certainty === 0) {
      face.askForCertainty();
    } else {
      store.respond(data, answer, certainty, this.also);
      store.drafts.drop([data]);
      this.settle(face);
      this.marked(face);
    }
    this.page.update();
  }
}

/** Interactive and adaptive: marked at once, a hint after each wrong answer, each wrong one costs. */
export function checking(page: QuizPage): Mode {
  const { store, block, context } = page;
  const { texts } = context;
  const checker = new Checker(page, settle, () => {
    if (page.asked.every((question) => store.isOver(question))) mode.finished();
  });

  page.standing = (face) => {
    const state = store.question(face.data.slot);
    if (face.data.byHand && !state.marked) return state.tries > 0 ? 'answered' : 'open';
    if (store.quiz.open && !store.isOver(face.data)) return state.tries > 0 ? 'tried' : 'open';
    const right = nameOf(answeredRight(block, face.data, state));
    // A last answer that is wrong takes nothing away of what one before it has earned.
    return right === 'wrong' ? nameOf(state.earned) : right;
  };
  page.summary = () =>
    texts('checked-count', {
      done: page.dealt.filter((face) => isDone(face)).length,
      total: page.asked.length,
    });

  function isDone(face: QuestionFace): boolean {
    return store.isOver(face.data) || (face.data.byHand === true && store.question(face.data.slot).tries > 0);
  }

  /** Show a question as its state is. */
  function settle(face: QuestionFace): void {
    const { data } = face;
    const state = store.question(data.slot);
    const { tries, answer, marked } = state;
    const over = store.isOver(data);
    face.locked = over || !context.session.writable;
    for (const control of all(face.element, '.check'))
      control.hidden = face.element.contains(control) && over;
    if (tries === 0) return;
    if (data.byHand && !marked) {
      face.thank(false);
      return;
    }
    face.offerHints(over ? Number.POSITIVE_INFINITY : tries, !over);
    const right = answeredRight(block, data, state);
    face.show(answer, {
      earned: right,
      reveal: over && openNow(block, context, store).right,
      feedback: true,
      more: more(face, over),
    });
  }

  /** What is left to be earned, or what was, where that is not what the verdict says. */
  function more(face: QuestionFace, over: boolean): string {
    const { data } = face;
    const { tries, earned } = store.question(data.slot);
    const cost = penalty(block, data);
    if (over) return tries > 1 && cost.compare(Fraction.ZERO) > 0 ? earnedPoints(data, earned, texts) : '';
    const words: string[] = [];
    const allowed = triesAllowed(block, data);
    if (allowed !== null) words.push(texts.count('tries-left', allowed - tries));
    const worth = Fraction.ONE.minus(cost.times(Fraction.of(tries)));
    if (cost.compare(Fraction.ZERO) > 0) {
      const most = worth.compare(Fraction.ZERO) > 0 ? worth : Fraction.ZERO;
      words.push(texts('next-worth', { percent: Number(most.toPercent()) }));
    }
    return words.join(' ');
  }

  const mode: Mode = {
    close: 'finish-quiz',
    finished: () => {},
    equip: (face) => checker.equip(face),
    settle() {
      // What stands on the page but was not checked is marked too: it can only add to the score.
      for (const face of page.dealt) {
        const { answer } = face;
        const kept = store.question(face.data.slot).answer;
        if (answer === null || sameAnswer(answer, kept) || isCut(kept) || store.isOver(face.data)) continue;
        if (isLate({ parts: face.readers })) store.note(face.data, answer, face.certainty);
        else store.respond(face.data, answer, face.certainty);
      }
    },
    undone() {
      const open = page.dealt.flatMap((face, position) => (isDone(face) ? [] : [position]));
      const numbers = ranges(open.map((position) => position + 1));
      const words = open.length > 0 ? texts.count('finish-quiz-open', open.length, { numbers }) : '';
      return { words, first: open[0] ?? 0 };
    },
  };
  return mode;
}
