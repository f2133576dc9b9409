import type { Context } from './context';
import type { QuestionData } from './course';
import { EVERYTHING } from './journal';
import type { Session } from './session';
import { decodeState, encodeState } from './state/codec';
import { emptyState, type QuestionState } from './state/model';
import { Store } from './store';

const PREFIX = 'hornbook-draft:';
/** What stands on the pages of a session, whatever exchanges its state or its pages meanwhile. */
const DRAFTS = new WeakMap<Session, Map<number, QuestionState>>();

/**
 * Answers that stand in questions which are checked one by one, and are not checked yet: each as the question's state
 * with that answer. This browser alone keeps them, those of one attempt for each course.
 */
export class Drafts {
  private readonly store = new Store(window);
  private readonly name: string;
  private readonly key: string;
  private readonly session: Session;
  private readonly drafts: Map<number, QuestionState>;

  constructor({ course, session }: Pick<Context, 'course' | 'session'>) {
    this.name = course.package;
    this.key = PREFIX + this.name;
    this.session = session;
    const { state } = decodeState(this.store.get(this.key) ?? '', this.name);
    this.drafts = DRAFTS.get(session) ?? new Map();
    DRAFTS.set(session, this.drafts);
    if (state?.attempt === session.state.attempt)
      for (const [slot, draft] of state.questions) this.drafts.set(slot, this.drafts.get(slot) ?? draft);
    // What was entered before an LMS answered is of the attempt that it knows.
    else if (this.drafts.size > 0) this.keep();
  }

  /** The draft of a question in this state; a later try has made it out of date. */
  get({ slot }: QuestionData, { tries }: QuestionState): QuestionState | undefined {
    const draft = this.drafts.get(slot);
    return draft?.tries === tries ? draft : undefined;
  }

  set({ slot }: QuestionData, draft: QuestionState): void {
    this.drafts.set(slot, draft);
    this.keep();
  }

  drop(questions: readonly QuestionData[]): void {
    if (questions.filter(({ slot }) => this.drafts.delete(slot)).length > 0) this.keep();
  }

  private keep(): void {
    if (this.drafts.size === 0) {
      this.store.remove(this.key);
      return;
    }
    const state = { ...emptyState(this.session.state.attempt), questions: this.drafts };
    this.store.set(this.key, encodeState(state, this.name, EVERYTHING).text);
  }
}
