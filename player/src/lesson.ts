import { ATTACH, READ_TO_THE_END } from './blocks';
import { runAhead } from './blocks/quiz-clock';
import type { Context } from './context';
import type { LessonBlock } from './course';
import { button, focusOn, make } from './dom';
import { isLate, loadParts, whenNear } from './late';
import { readersOf } from './questions';
import type { StateView } from './state/model';

/** Milliseconds after which a block says that what it waits for is on its way. */
const SAID_AFTER = 1000;

/** Bring the blocks of a lesson to life, all at once. */
export function attachBlocks(main: HTMLElement, context: Context): void {
  for (const block of context.lesson.blocks) {
    const section = sectionOf(main, block);
    if (section === null) continue;
    section.classList.remove('far');
    attachBlock(section, block, context);
  }
}

/** Bring a block to life. One that fails stays readable and leaves the others alone. */
export function attachBlock(section: HTMLElement, block: LessonBlock, context: Context): void {
  const parts = partsFor(block, context.session.state);
  if (isLate({ parts })) attachLate(section, block, context);
  else attachNow(section, block, context);
}

/**
 * All parts without which a block cannot come to life: its own, and those that mark answers whose marks it has to show.
 * What is only kept needs none. From disk they cost nothing.
 */
export function partsFor(block: LessonBlock, { questions, quizzes }: StateView): readonly string[] {
  const all = location.protocol === 'file:' || quizzes.get(block.slot)?.open === false;
  const needed = (block.questions ?? []).filter(({ slot }) => all || questions.get(slot)?.marked);
  return [...(block.parts ?? []), ...needed.flatMap(readersOf)];
}

function attachNow(section: HTMLElement, block: LessonBlock, context: Context): void {
  try {
    ATTACH[block.kind]?.(section, block, context);
  } catch (error) {
    console.error(`Block ${block.id} of lesson ${context.lesson.id} failed`, error);
  }
}

/** A block whose part of the player comes later: readable until then, and if it never comes. */
function attachLate(section: HTMLElement, block: LessonBlock, context: Context): void {
  const { signal, texts } = context;
  const fetchPart = async () => {
    const soon = window.setTimeout(sayItComes, SAID_AFTER);
    try {
      await loadParts({ parts: partsFor(block, context.session.state) });
    } catch {
      delete section.dataset.late;
      if (signal.aborted) return;
      const words = texts('part-failed');
      // Most blocks wait for the same script: one saying tells of all, and one press, or a network that is back, helps all.
      if (document.querySelector('.part-failed button') === null) context.announce(words);
      const retry = button(texts('try-again'), '', () => window.dispatchEvent(new Event('online')));
      const failed = make('p', { class: 'part-failed' }, `${words} `, retry);
      const again = () => {
        if (failed.contains(document.activeElement)) focusOn(section);
        failed.remove();
        void fetchPart();
      };
      window.addEventListener('online', again, { once: true, signal });
      section.append(failed);
      return;
    } finally {
      window.clearTimeout(soon);
    }
    delete section.dataset.late;
    if (!signal.aborted) attachNow(section, block, context);
  };
  /** Each block shows it (see `[data-late]` in the style sheet); it is said once for all that come together. */
  const sayItComes = () => {
    if (signal.aborted) return;
    const words = texts('part-coming');
    if (document.querySelector('[data-late]:not([data-late=""])') === null) context.announce(words);
    section.dataset.late = words;
  };
  section.dataset.late = '';
  runAhead(section, block, context);
  whenNear(section, signal, () => void fetchPart());
}

/** Follow what the learner reads: which blocks were seen to their end, and where the learner is. */
export function followReading(main: HTMLElement, context: Context): void {
  followEnds(main, context);
  followPlace(main, context);
}

export function sectionOf(main: ParentNode, block: LessonBlock): HTMLElement | null {
  return main.querySelector<HTMLElement>(`[data-kind="${block.kind}"][data-slot="${block.slot}"]`);
}

function see(block: LessonBlock, { session, lesson }: Context): void {
  if (!session.writable || session.state.seen.has(block.slot)) return;
  session.change((draft) => draft.seen.add(block.slot), { commit: false });
  // A lesson done is told at once; what was merely seen goes with the next commit.
  if (session.progress().lessons.get(lesson.slot)?.done) session.flush();
}

function followEnds(main: HTMLElement, context: Context): void {
  const blocks = new Map<Element, LessonBlock>();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const block = blocks.get(target);
      if (!isIntersecting || block === undefined) continue;
      observer.unobserve(target);
      see(block, context);
    }
  });
  for (const block of context.lesson.blocks) {
    const section = sectionOf(main, block);
    if (section === null || !READ_TO_THE_END.includes(block.kind)) continue;
    const end = make('div', { class: 'block-end', 'aria-hidden': 'true' });
    // Parts that are still closed keep the end of their block closed too.
    (section.querySelector('.parts > :last-child, .steps > :last-child') ?? section).append(end);
    blocks.set(end, block);
    observer.observe(end);
  }
  context.signal.addEventListener('abort', () => observer.disconnect());
}

/** The place is the first block in the upper half of the window. */
function followPlace(main: HTMLElement, context: Context): void {
  const sections = context.lesson.blocks.flatMap((block) => {
    const section = sectionOf(main, block);
    return section === null ? [] : [{ block, section }];
  });
  const visible = new Set<Element>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target);
        else visible.delete(target);
      }
      // Where the learner works goes before what else is in view.
      const inView = sections.filter(({ section }) => visible.has(section));
      const current = inView.find(({ section }) => section.contains(document.activeElement)) ?? inView[0];
      if (current !== undefined) move(current.block.slot);
    },
    { rootMargin: '-10% 0px -50% 0px' },
  );
  const move = (slot: number) => context.session.moveTo(context.lesson.slot, slot);
  for (const { section } of sections) observer.observe(section);
  main.addEventListener(
    'focusin',
    (event) => {
      const current = sections.find(({ section }) => section.contains(event.target as Node));
      if (current !== undefined) move(current.block.slot);
    },
    { signal: context.signal },
  );
  context.signal.addEventListener('abort', () => observer.disconnect());
}
