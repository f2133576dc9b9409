import type { CourseData } from '../../course';
import { Fraction } from '../../fraction';
import { measure, type Progress } from '../../progress';
import type { AnswerGiven, Connection, Mode, Reason, Saving, Session } from '../../session';
import {
  type CourseState,
  copyState,
  emptyState,
  type Level,
  type StateView,
  unpackCard,
} from '../../state/model';
import { Store } from '../../store';
import type { Grade, Opening, Standing } from './opening';
import { Outbox } from './outbox';
import { type Reply, Transport } from './transport';

const PROGRESS = 'api/progress';
/** Places and seen blocks are sent at most this often (milliseconds); answers, cards and levels at once. */
const LAZY = 5000;
/** How often the state of a grade is asked for while it moves (milliseconds): more and more seldom. */
const GRADE_ASKED = [3000, 5000, 10_000, 10_000, 15_000, 15_000, 30_000];

/** What was done here and is not on its way yet, as `parse_changes` in lti_app/services/progress.py reads it. */
interface Changes {
  readonly seen?: readonly number[];
  readonly cards?: Readonly<Record<string, number>>;
  readonly place?: readonly [number, number];
  readonly level?: number;
}

/**
 * The session of a page that the LTI tool serves. Quizzes are asked and marked by the tool (`quiz-remote.ts`); what
 * else is done is kept in the state here and told to the tool as changes, which it merges with those of other devices.
 */
export class LtiSession implements Session {
  readonly mode: Mode;
  readonly notice = '';
  readonly offer = null;
  readonly replaced = 0;
  readonly diagnostic = null;
  /** The tool merges what several windows send: each of them may write. */
  readonly reading = false;
  /** The tool merges what several windows send: each of them may write. */
  readonly transport: Transport;
  readonly outbox: Outbox;
  state: CourseState;
  ended = false;
  grade: Grade | null;

  private readonly listeners = new Set<() => void>();
  private readonly words = new Set<() => void>();
  private changes: Changes = {};
  private timer = 0;
  private sendAt = Number.POSITIVE_INFINITY;
  private measured: Progress | null = null;
  private asked = 0;
  private askTimer = 0;

  constructor(
    private readonly course: CourseData,
    opening: Opening,
    private readonly window: Window & typeof globalThis,
  ) {
    this.mode = opening.preview ? 'browse' : 'normal';
    this.transport = new Transport(window);
    this.outbox = new Outbox(
      ({ path, body }, last) => this.transport.post(path, body, last),
      new Store(window),
      opening.journal,
      {
        setTimeout: (run, delay) => window.setTimeout(run, delay),
        clearTimeout: (timer) => window.clearTimeout(timer),
        random: Math.random,
      },
      () => this.notify(),
    );
    this.state = stateOf(opening);
    for (const { path, body } of this.outbox.jobs) if (path === PROGRESS) apply(this.state, body as Changes);
    this.grade = opening.standing.grade;
    this.watch();
    this.outbox.flush();
    this.watchGrade();
  }

  get writable(): boolean {
    return this.mode === 'normal' && !this.ended;
  }

  get connection(): Connection {
    return this.outbox.sending === 'lost' ? 'lost' : 'connected';
  }

  get reason(): Reason {
    if (this.outbox.sending === 'ended') return 'connection.ended-lti';
    if (this.outbox.sending === 'lost')
      return this.outbox.kept ? 'connection.lost-lti' : 'connection.unkept-lti';
    return this.outbox.rejected ? 'connection.rejected-lti' : '';
  }

  get saving(): Saving {
    if (this.outbox.rejected) return 'lost';
    if (this.outbox.waiting === 0) return 'saved';
    return this.outbox.sending === 'ended' && !this.outbox.kept ? 'lost' : 'waiting';
  }

  get backedUp(): boolean {
    return this.outbox.kept;
  }

  progress(): Progress {
    this.measured ??= measure(this.course, this.state);
    return this.measured;
  }

  /** Quizzes that the page marks itself do not occur here; what one does is only kept on the page. */
  answer(given: AnswerGiven): void {
    this.answerAll([given], given.also);
  }

  answerAll(given: readonly AnswerGiven[], also?: (draft: CourseState) => void): void {
    this.change(
      (draft) => {
        for (const { slot, state } of given) draft.questions.set(slot, { ...state, recorded: -1 });
        also?.(draft);
      },
      { commit: true },
    );
  }

  /** The tool's database has every answer that was ever given. */
  tell(): void {}

  practised(): void {
    // How a session of cards went is seen from the cards.
  }

  change(edit: (draft: CourseState) => void, { commit }: { readonly commit: boolean }): void {
    if (this.ended) return;
    const before = this.state;
    const draft = copyState(before);
    edit(draft);
    draft.revision = before.revision + 1;
    this.state = draft;
    this.measured = null;
    if (this.mode === 'normal') {
      this.changes = merged(this.changes, changesBetween(before, draft));
      if (Object.keys(this.changes).length > 0) this.sendWithin(commit ? 0 : LAZY);
    }
    this.notify();
  }

  moveTo(lesson: number, block: number): void {
    const { place } = this.state;
    if (place?.lesson === lesson && place.block === block) return;
    this.change(
      (draft) => {
        draft.place = { lesson, block };
      },
      { commit: false },
    );
  }

  /** Take what a reply says about quizzes and the grade. */
  stand(standing: Standing): void {
    const draft = copyState(this.state);
    setQuizzes(draft, standing);
    this.state = draft;
    this.measured = null;
    this.grade = standing.grade;
    this.asked = 0;
    this.watchGrade();
    this.notify();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  beforeLastSave(listener: () => void): () => void {
    this.words.add(listener);
    return () => this.words.delete(listener);
  }

  takeOver(): void {}
  takeOffer(): void {}

  returnOffer(): void {}

  dismissOffer(): void {}

  flush(): void {
    this.send();
    this.outbox.flush();
  }

  leave(): void {
    this.hide();
  }

  private sendWithin(delay: number): void {
    const at = this.window.performance.now() + delay;
    if (at >= this.sendAt) return;
    this.window.clearTimeout(this.timer);
    this.sendAt = at;
    this.timer = this.window.setTimeout(() => this.send(), delay);
  }

  private send(): void {
    this.window.clearTimeout(this.timer);
    this.sendAt = Number.POSITIVE_INFINITY;
    const { changes } = this;
    if (Object.keys(changes).length === 0) return;
    this.changes = {};
    void this.outbox
      .add({ path: PROGRESS, body: changes }, (one, other) => merged(one as Changes, other as Changes))
      .then((reply) => this.hear(reply));
  }

  private hear(reply: Reply): void {
    if (reply.kind === 'ok') this.stand(reply.data as Standing);
  }

  private watch(): void {
    // Before the next page is asked for, which may be one of ours and wants to know the place.
    this.window.addEventListener('beforeunload', () => this.send());
    this.window.addEventListener('pagehide', () => this.hide());
    this.window.addEventListener('online', () => this.outbox.flush());
    this.window.document.addEventListener('visibilitychange', () => {
      if (this.window.document.visibilityState === 'hidden') {
        this.hide();
        return;
      }
      this.outbox.flush();
      // Who comes back to look reads soon what became of the grade.
      this.asked = 0;
      this.watchGrade();
    });
  }

  private hide(): void {
    for (const note of this.words) note();
    this.send();
    this.outbox.lastWords();
  }

  /** While a grade is under way, ask what became of it. */
  private watchGrade(): void {
    this.window.clearTimeout(this.askTimer);
    if (this.grade === null || !this.grade.moving) return;
    const delay = GRADE_ASKED[Math.min(this.asked, GRADE_ASKED.length - 1)] ?? 0;
    this.askTimer = this.window.setTimeout(async () => {
      this.asked++;
      const reply = await this.transport.get('api/standing');
      if (reply.kind === 'ok') {
        const { grade } = reply.data as Standing;
        if (JSON.stringify(grade) !== JSON.stringify(this.grade)) {
          this.stand(reply.data as Standing);
          return;
        }
      }
      if (reply.kind !== 'ended') this.watchGrade();
    }, delay);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function stateOf(opening: Opening): CourseState {
  const { seen, cards, place, level } = opening.progress;
  const state = emptyState('lti');
  for (const slot of seen) state.seen.add(slot);
  for (const [slot, word] of Object.entries(cards)) state.cards.set(Number(slot), word);
  state.place = place === null ? null : { lesson: place[0], block: place[1] };
  state.level = level;
  setQuizzes(state, opening.standing);
  return state;
}

function setQuizzes(state: CourseState, { quizzes }: Standing): void {
  for (const [slot, { handedIn, best, open }] of Object.entries(quizzes)) {
    state.quizzes.set(Number(slot), { attempt: 1, seed: 0, handedIn, open, score: fractionOf(best) });
  }
}

/** `numerator/denominator` as the tool writes it; null for null. */
export function fractionOf(text: string | null): Fraction | null {
  const match = /^(-?\d+)\/(\d+)$/.exec(text ?? '');
  return match === null ? null : Fraction.of(BigInt(match[1] ?? 0), BigInt(match[2] ?? 1));
}

/** What an earlier page did and could not send is part of the state all the same. */
function apply(state: CourseState, { seen, cards, place, level }: Changes): void {
  for (const slot of seen ?? []) state.seen.add(slot);
  for (const [slot, word] of Object.entries(cards ?? {})) {
    const known = state.cards.get(Number(slot)) ?? 0;
    if (unpackCard(word).day >= unpackCard(known).day) state.cards.set(Number(slot), word);
  }
  if (place !== undefined) state.place = { lesson: place[0], block: place[1] };
  if (level !== undefined) state.level = level as Level;
}

function changesBetween(before: StateView, after: StateView): Changes {
  const seen = [...after.seen].filter((slot) => !before.seen.has(slot));
  const cards = [...after.cards].filter(([slot, word]) => before.cards.get(slot) !== word);
  const { place, level } = after;
  return {
    ...(seen.length > 0 ? { seen } : {}),
    ...(cards.length > 0
      ? { cards: Object.fromEntries(cards.map(([slot, word]) => [String(slot), word])) }
      : {}),
    ...(place !== null && place !== before.place ? { place: [place.lesson, place.block] as const } : {}),
    ...(level !== before.level ? { level } : {}),
  };
}

function merged(one: Changes, other: Changes): Changes {
  const seen = [...new Set([...(one.seen ?? []), ...(other.seen ?? [])])];
  const cards = { ...one.cards, ...other.cards };
  return {
    ...one,
    ...other,
    ...(seen.length > 0 ? { seen } : {}),
    ...(Object.keys(cards).length > 0 ? { cards } : {}),
  };
}
