/**
 * What the LMS's server says of itself. An API in the page may say that all is saved long after the server has logged
 * its learner out. So now and then a small file of the package is asked for that holds the package's id: what comes
 * instead of it, such as a login page, tells that nothing reaches the LMS any more.
 */
export const PULSE_FILE = 'assets/pulse.txt';

/** Milliseconds between what is sent and the question whether the server is there; and to the next question. */
const AFTER_SENDING = 5000;
const BETWEEN_BEATS = 60_000;
/** Milliseconds until it is asked again where it does not know the learner, or does not answer. */
const UNTIL_ANOTHER_TRY = 15_000;
/** Milliseconds a beat may take. */
const PATIENCE = 20_000;
/** A network that fails once may only have blinked. */
const MOST_SILENT = 2;

export interface PulseEvents {
  /** The server knows the learner: what was sent before `asked` has come to one that keeps it. */
  alive(asked: number): void;
  /** It answers with something else. */
  expired(): void;
  /** It does not answer at all. */
  silent(): void;
}

export class Pulse {
  private timer = 0;
  private beating = false;
  private ended = false;
  private silences = 0;
  private last = Number.NEGATIVE_INFINITY;
  /** Only who has answered once as expected can be missed: where the file never comes, nothing is concluded. */
  private heard = false;

  /** `word` is what the file holds; `moment` tells what the session had sent when a beat began. */
  constructor(
    private readonly window: Window,
    private readonly word: string,
    private readonly moment: () => number,
    private readonly events: PulseEvents,
  ) {}

  /** Something was sent, or could not be: soon its receiver is felt for, but not too often. */
  sent(): void {
    if (this.timer !== 0 || this.beating) return;
    const rest = this.last + BETWEEN_BEATS - this.window.performance.now();
    this.beatIn(Math.max(AFTER_SENDING, rest));
  }

  end(): void {
    this.ended = true;
    this.window.clearTimeout(this.timer);
  }

  private beatIn(delay: number): void {
    if (this.ended || !/^https?:$/.test(this.window.location.protocol)) return;
    this.timer = this.window.setTimeout(() => void this.beat(), delay);
  }

  private async beat(): Promise<void> {
    this.timer = 0;
    this.beating = true;
    this.last = this.window.performance.now();
    const asked = this.moment();
    const answer = await this.ask();
    this.beating = false;
    if (this.ended) return;
    this.silences = answer === null ? this.silences + 1 : 0;
    if (answer === this.word) {
      this.heard = true;
      this.events.alive(asked);
      if (this.moment() > asked) this.sent();
    } else if (this.heard) {
      if (answer !== null) this.events.expired();
      else if (this.silences >= MOST_SILENT) this.events.silent();
      this.beatIn(UNTIL_ANOTHER_TRY);
    }
  }

  /** What the file holds, or what came instead; null where nothing did, or a server that is out of order. */
  private async ask(): Promise<string | null> {
    try {
      const response = await this.window.fetch(PULSE_FILE, {
        cache: 'no-store',
        credentials: 'same-origin',
        signal: AbortSignal.timeout(PATIENCE),
      });
      return response.status >= 500 ? null : (await response.text()).trim();
    } catch {
      return null;
    }
  }
}
