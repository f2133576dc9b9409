import type { Context } from './context';
import { type QuestionData, quizzesOf } from './course';
import { EVERYTHING } from './journal';
import type { Session } from './session';
import { decodeState, encodeState } from './state/codec';
import { emptyState, type QuestionState, type StateView } from './state/model';
import { Store } from './store';

const PREFIX = 'hornbook-draft:';

/** What stands on the pages of a session, whatever exchanges its state or its pages meanwhile. */
interface Standing {
  /** What this browser kept of the session's attempt. */
  readonly found: Map<number, QuestionState>;
  /** What was entered in this session, of whatever attempt it then turns out to be. */
  readonly entered: Map<number, QuestionState>;
}

const STANDING = new WeakMap<Session, Standing>();

/**
 * Answers that stand in questions which are checked one by one, and are not checked yet: each as the question's state
 * with that answer. This browser alone keeps them, those of one attempt for each course, with the quizzes as they were.
 */
export class Drafts {
  private readonly store = new Store(window);
  private readonly name: string;
  private readonly key: string;
  private readonly session: Session;
  private readonly found: Map<number, QuestionState>;
  private readonly entered: Map<number, QuestionState>;

  constructor({ course, session }: Pick<Context, 'course' | 'session'>) {
    this.name = course.package;
    this.key = PREFIX + this.name;
    this.session = session;
    const standing = STANDING.get(session) ?? { found: new Map(), entered: new Map() };
    STANDING.set(session, standing);
    ({ found: this.found, entered: this.entered } = standing);
    const { state } = decodeState(this.store.get(this.key) ?? '', this.name);
    // What was found before an LMS answered may be somebody else's; what was entered is of the attempt that it knows.
    this.found.clear();
    if (state?.attempt === session.state.attempt) {
      const { of } = quizzesOf(course);
      // A quiz may have been begun anew elsewhere; its first attempt begins with an answer.
      const attempt = (quizzes: StateView['quizzes'], slot: number) =>
        quizzes.get(of.get(slot) ?? 0)?.attempt ?? 1;
      for (const [slot, draft] of state.questions)
        if (attempt(state.quizzes, slot) === attempt(session.state.quizzes, slot))
          this.found.set(slot, draft);
    } else if (this.entered.size > 0) this.keep();
  }

  /** The draft of a question in this state; a later try has made it out of date. */
  get({ slot }: QuestionData, { tries }: QuestionState): QuestionState | undefined {
    const draft = this.entered.get(slot) ?? this.found.get(slot);
    return draft?.tries === tries ? draft : undefined;
  }

  set({ slot }: QuestionData, draft: QuestionState): void {
    this.entered.set(slot, draft);
    this.keep();
  }

  drop(questions: readonly QuestionData[]): void {
    const dropped = questions.filter(({ slot }) => {
      const found = this.found.delete(slot);
      return this.entered.delete(slot) || found;
    });
    if (dropped.length === 0) return;
    // Where the others cannot be written, this one must not stay.
    this.store.remove(this.key);
    if (this.found.size + this.entered.size > 0) this.keep();
  }

  private keep(): void {
    const { attempt, quizzes } = this.session.state;
    const questions = new Map([...this.found, ...this.entered]);
    const state = { ...emptyState(attempt), questions, quizzes: new Map(quizzes) };
    this.store.keep(this.key, encodeState(state, this.name, EVERYTHING).text);
  }
}
