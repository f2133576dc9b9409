import type { Context } from './context';
import type { LessonBlock } from './course';
import { attachBlock, sectionOf } from './lesson';
import { breath, painted, SLICE } from './slices';

interface Sleeper {
  readonly block: LessonBlock;
  readonly section: HTMLElement;
}

/**
 * The blocks of a lesson come to life in their order: before the lesson is painted those that are seen then, the others
 * right after. All come marked as `far`: those that are still far below are then laid out, one by one; until then they
 * are readable all the same, since the browser lays out by itself what comes near.
 */
export class Waking {
  private readonly asleep: Sleeper[];
  /** Sections that are not laid out yet; they may be alive. */
  private readonly far: HTMLElement[];

  constructor(
    main: HTMLElement,
    private readonly context: Context,
  ) {
    this.asleep = context.lesson.blocks.flatMap((block) => {
      const section = sectionOf(main, block);
      return section === null ? [] : [{ block, section }];
    });
    this.far = this.asleep.map(({ section }) => section);
    for (const section of this.far) section.classList.add('asleep');
  }

  /** Whether all blocks are alive. */
  get done(): boolean {
    return this.asleep.length === 0;
  }

  /** All before a place and around it, in slices: what stands there moves no more. */
  async upTo(place: Node): Promise<void> {
    const { DOCUMENT_POSITION_FOLLOWING } = Node;
    const isMeant = (section: HTMLElement) =>
      !(place.compareDocumentPosition(section) & DOCUMENT_POSITION_FOLLOWING);
    await breath();
    while (this.far[0] !== undefined && isMeant(this.far[0]) && !this.context.signal.aborted) {
      const end = performance.now() + SLICE;
      this.openWhile((section) => isMeant(section) && performance.now() < end);
      await breath();
    }
  }

  /** Those in the window, which is full once one stands below it. */
  seen(): void {
    this.openWhile((section) => section.getBoundingClientRect().top < window.innerHeight);
  }

  all(): void {
    this.openWhile(() => true);
  }

  /** Bring the others to life, in slices, once the page has been painted. */
  async rest(): Promise<void> {
    await painted();
    while (this.asleep.length > 0 && !this.context.signal.aborted) {
      await breath();
      const end = performance.now() + SLICE;
      while (this.asleep.length > 0 && performance.now() < end) this.wakeNext();
    }
  }

  /** Lay out what is still far, one section for each picture of the page, so that it is never busy for long. */
  async layOut(): Promise<void> {
    while (this.far.length > 0 && !this.context.signal.aborted) {
      this.far.shift()?.classList.remove('far');
      await painted();
    }
  }

  private openWhile(meant: (section: HTMLElement) => boolean): void {
    for (let [next] = this.far; next !== undefined && meant(next); [next] = this.far) {
      this.far.shift();
      next.classList.remove('far');
      if (next === this.asleep[0]?.section) this.wakeNext();
    }
  }

  private wakeNext(): void {
    const next = this.asleep.shift();
    if (next === undefined) return;
    const { section, block } = next;
    section.classList.remove('asleep');
    // A document without a window loads no media: what failed there is tried again here, but nothing that plays.
    for (const media of section.querySelectorAll<HTMLMediaElement>('audio, video'))
      if (media.paused) media.load();
    attachBlock(section, block, this.context);
  }
}
