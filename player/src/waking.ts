import type { Context } from './context';
import type { LessonBlock } from './course';
import { keepEntries } from './early';
import { attachBlock, sectionOf } from './lesson';
import { breath, painted, SLICE } from './slices';

interface Sleeper {
  readonly block: LessonBlock;
  readonly section: HTMLElement;
  /** Attach it, and enter again what was entered into it until then. */
  readonly enterAgain: (attach: () => void) => void;
}

/**
 * The blocks of a lesson come to life in their order: before the lesson is painted those that are seen then, the others
 * right after. Until then the browser need not lay them out either; they are readable all the same.
 */
export class Waking {
  private readonly asleep: Sleeper[];

  constructor(
    main: HTMLElement,
    private readonly context: Context,
  ) {
    this.asleep = context.lesson.blocks.flatMap((block) => {
      const section = sectionOf(main, block);
      return section === null ? [] : [{ block, section, enterAgain: keepEntries(section) }];
    });
    for (const { section } of this.asleep) section.classList.add('asleep');
  }

  /** All before a place and around it: what stands there moves no more. */
  upTo(place: Node): void {
    const { DOCUMENT_POSITION_FOLLOWING } = Node;
    this.wakeWhile(({ section }) => !(place.compareDocumentPosition(section) & DOCUMENT_POSITION_FOLLOWING));
  }

  /** Those in the window, which is full once one stands below it. */
  seen(): void {
    this.wakeWhile(({ section }) => section.getBoundingClientRect().top < window.innerHeight);
  }

  all(): void {
    this.wakeWhile(() => true);
  }

  /** The others, in slices, once the page has been painted. */
  async rest(): Promise<void> {
    await painted();
    while (this.asleep.length > 0 && !this.context.signal.aborted) {
      const end = performance.now() + SLICE;
      this.wakeWhile(() => performance.now() < end);
      await breath();
    }
  }

  private wakeWhile(meant: (sleeper: Sleeper) => boolean): void {
    for (let [next] = this.asleep; next !== undefined && meant(next); [next] = this.asleep) {
      this.asleep.shift();
      wake(next, this.context);
    }
  }
}

function wake({ section, block, enterAgain }: Sleeper, context: Context): void {
  section.classList.remove('asleep');
  // A document without a window loads no media: what failed there is tried again here.
  for (const media of section.querySelectorAll<HTMLMediaElement>('audio, video')) media.load();
  enterAgain(() => attachBlock(section, block, context));
}
