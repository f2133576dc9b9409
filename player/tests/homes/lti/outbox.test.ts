import { beforeEach, describe, expect, test } from 'vitest';
import { type Job, Outbox } from '../../../src/homes/lti/outbox';
import type { Reply } from '../../../src/homes/lti/transport';
import { Store } from '../../../src/store';

const OK: Reply = { kind: 'ok', data: { fine: true } };
const LATER: Reply = { kind: 'later', wait: 0 };

/** A tool that answers as it is told, and timers that a test runs. */
class Tool {
  readonly sent: Job[] = [];
  readonly last: Job[] = [];
  replies: Reply[] = [];
  private readonly timers: (() => void)[] = [];
  private random = 0;

  outbox(storage: Storage | null = localStorage): Outbox {
    return new Outbox(
      async ({ path, body }, last) => {
        (last ? this.last : this.sent).push({ path, body });
        return this.replies.shift() ?? OK;
      },
      new Store({ localStorage: storage } as unknown as Window),
      'learner',
      {
        setTimeout: (run) => this.timers.push(run),
        clearTimeout: () => {},
        // A different page each time, and never the same delay.
        random: () => {
          this.random += 0.01;
          return this.random;
        },
      },
      () => {},
    );
  }

  /** What was planned for later happens now. */
  async later(): Promise<void> {
    for (const run of this.timers.splice(0)) run();
    await settled();
  }
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};
const job = (name: string): Job => ({ path: 'api/progress', body: { name } });
const kept = () => Object.keys(localStorage).filter((key) => key.startsWith('hornbook-lti:'));

beforeEach(() => localStorage.clear());

describe('the outbox', () => {
  test('sends one after another, and forgets what was acknowledged', async () => {
    const tool = new Tool();
    const outbox = tool.outbox();
    void outbox.add(job('a'));
    void outbox.add(job('b'));
    expect(tool.sent).toEqual([job('a')]);
    expect(kept()).toHaveLength(1);
    await settled();
    expect(tool.sent).toEqual([job('a'), job('b')]);
    expect(outbox.waiting).toBe(0);
    expect(outbox.sending).toBe('idle');
    expect(kept()).toEqual([]);
  });

  test('tries again what got no answer, in order, and tells when it has arrived', async () => {
    const tool = new Tool();
    tool.replies = [LATER, LATER];
    const outbox = tool.outbox();
    const arrived = outbox.add(job('a'));
    void outbox.add(job('b'));
    await settled();
    expect(outbox.sending).toBe('lost');
    await tool.later();
    expect(outbox.sending).toBe('lost');
    await tool.later();
    expect(await arrived).toEqual(OK);
    expect(tool.sent.map(({ body }) => (body as { name: string }).name)).toEqual(['a', 'a', 'a', 'b']);
  });

  test('joins what waits, and leaves alone what is on its way', async () => {
    const tool = new Tool();
    const outbox = tool.outbox();
    const join = (one: unknown, other: unknown) => ({
      name: `${(one as { name: string }).name}${(other as { name: string }).name}`,
    });
    const replies = [outbox.add(job('a'), join), outbox.add(job('b'), join), outbox.add(job('c'), join)];
    await settled();
    expect(tool.sent).toEqual([job('a'), job('bc')]);
    expect(await Promise.all(replies)).toEqual([OK, OK, OK]);
  });

  test('sends at the next visit what a closed page left behind', async () => {
    const closed = new Tool();
    closed.replies = [LATER];
    void closed.outbox().add(job('a'));
    await settled();
    const tool = new Tool();
    const outbox = tool.outbox();
    expect(outbox.jobs).toMatchObject([job('a')]);
    outbox.flush();
    await settled();
    expect(tool.sent).toEqual([job('a')]);
    expect(kept()).toEqual([]);
  });

  test('two open pages of one learner do not take each other anything', async () => {
    const one = new Tool();
    one.replies = [LATER];
    const first = one.outbox();
    void first.add(job('a'));
    await settled();
    const second = new Tool().outbox();
    second.flush();
    await settled();
    // The second has sent it, too; the first sends it again, which the tool knows.
    await one.later();
    expect(first.waiting).toBe(0);
    expect(one.sent).toHaveLength(2);
  });

  test('keeps everything where the launch has ended, for the next one', async () => {
    const tool = new Tool();
    tool.replies = [{ kind: 'ended' }];
    const outbox = tool.outbox();
    void outbox.add(job('a'));
    void outbox.add(job('b'));
    await settled();
    expect(outbox.sending).toBe('ended');
    expect(outbox.waiting).toBe(2);
    expect(JSON.parse(localStorage.getItem(kept()[0] ?? '') ?? '')).toEqual([job('a'), job('b')]);
    outbox.flush();
    await settled();
    expect(tool.sent).toHaveLength(1);
  });

  test('gives up what is refused, says so, and goes on', async () => {
    const tool = new Tool();
    tool.replies = [{ kind: 'refused', status: 404, problem: 'attempt-unknown' }];
    const outbox = tool.outbox();
    const refused = outbox.add(job('a'));
    void outbox.add(job('b'));
    expect((await refused).kind).toBe('refused');
    await settled();
    expect(outbox.rejected).toBe(true);
    expect(outbox.waiting).toBe(0);
  });

  test('works without any storage, and says that nothing is kept', async () => {
    const tool = new Tool();
    const outbox = tool.outbox(null);
    void outbox.add(job('a'));
    expect(outbox.kept).toBe(false);
    await settled();
    expect(tool.sent).toEqual([job('a')]);
  });

  test('hands the browser what waits when the page goes away', async () => {
    const tool = new Tool();
    tool.replies = [LATER];
    const outbox = tool.outbox();
    void outbox.add(job('a'));
    void outbox.add(job('b'));
    await settled();
    outbox.lastWords();
    expect(tool.last).toEqual([job('a'), job('b')]);
    expect(outbox.waiting).toBe(2);
  });

  test('reads nothing that is no job', () => {
    localStorage.setItem(
      'hornbook-lti:learner:x',
      '[{"path":"https://evil.example/"},7,null,{"path":"api/../x"}]',
    );
    localStorage.setItem('hornbook-lti:learner:y', '{"not":"a list"}');
    localStorage.setItem('hornbook-lti:learner:z', 'no JSON');
    expect(new Tool().outbox().waiting).toBe(0);
  });

  test('is quiet once nothing waits, or what waits cannot go', async () => {
    const tool = new Tool();
    tool.replies = [LATER];
    const outbox = tool.outbox();
    await outbox.quiet();
    void outbox.add(job('a'));
    await outbox.quiet();
    expect(outbox.sending).toBe('lost');
  });
});
