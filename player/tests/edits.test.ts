import { expect, test } from 'vitest';
import type { BlockEntry, CourseData, LessonEntry } from '../src/course';
import { Fraction } from '../src/fraction';
import { decodeState } from '../src/state/codec';
import { packCard } from '../src/state/model';
import { answer, course } from './homes/course';
import { Lms, type Version } from './homes/lms';
import { Memory, Page } from './homes/page';
import { Chance } from './random';

/*
 * The course gains, loses and moves items between the visits of a learner: slots name them, so what was done stays with
 * each, also with those that are gone and may come back. (That slots stay with their items is proven in
 * tests/hornbook/test_course_edits.py.)
 */

const EDITS = 1000;

/** A course that an author edits: quizzes of questions and decks of cards, each with a slot of its own. */
class Author {
  private next = 100;
  lessons: LessonEntry[] = [];

  constructor(private readonly chance: Chance) {
    for (let count = 0; count < 3; count++) this.addLesson();
  }

  edit(): void {
    const { chance } = this;
    const deed = chance.below(6);
    if (deed === 0 && this.lessons.length < 6) this.addLesson();
    else if (deed === 1) this.change((blocks) => [...blocks, this.block()]);
    else if (deed === 2)
      this.change((blocks) => blocks.filter((_, at) => at !== chance.below(blocks.length)));
    else if (deed === 3) this.change((blocks) => [...blocks].reverse());
    else if (deed === 4) this.lessons = [...this.lessons].reverse();
    else this.change((blocks) => blocks.map((block) => this.revised(block)));
  }

  course(version: Version): CourseData {
    return course(version, { lessons: this.lessons });
  }

  get blocks(): readonly BlockEntry[] {
    return this.lessons.flatMap((lesson) => lesson.blocks);
  }

  private addLesson(): void {
    const slot = this.next++;
    const blocks = [this.block(), this.block()];
    this.lessons = [
      ...this.lessons,
      { id: `lesson-${slot}`, slot, title: '', href: `lesson-${slot}.html`, weight: 1, blocks },
    ];
  }

  private change(edit: (blocks: readonly BlockEntry[]) => readonly BlockEntry[]): void {
    const at = this.chance.below(this.lessons.length);
    this.lessons = this.lessons.map((lesson, index) =>
      index === at ? { ...lesson, blocks: edit(lesson.blocks) } : lesson,
    );
  }

  private block(): BlockEntry {
    const slot = this.next;
    const items = Array.from({ length: 1 + this.chance.below(4) }, (_, index) => slot + 1 + index);
    this.next += items.length + 1;
    const common = { id: `block-${slot}`, slot, weight: this.chance.below(2), required: true };
    return this.chance.yes()
      ? {
          ...common,
          kind: 'quiz',
          mode: this.chance.pick(['practice', 'exam']),
          attempts: 0,
          questions: items,
        }
      : { ...common, kind: 'cards', cards: items };
  }

  /** One item comes, one may go, and the rest stands in another order. */
  private revised(block: BlockEntry): BlockEntry {
    const renew = (items: readonly number[]) => [...items, this.next++].reverse().slice(this.chance.below(2));
    if (block.kind === 'quiz') return { ...block, questions: renew(block.questions ?? []) };
    return { ...block, cards: renew(block.cards ?? []) };
  }
}

test.each<Version>(['scorm12', 'scorm2004'])(
  '%s: 1,000 edits of a course leave the work on all other items alone',
  (version) => {
    const chance = new Chance(version.length);
    let author = new Author(chance);
    let lms = new Lms(version);
    let storage = new Memory();
    let tries = new Map<number, number>();
    let cards = new Map<number, number>();
    for (let edits = 0; edits < EDITS; edits++) {
      // Every so often another course begins, before its state outgrows what an LMS takes.
      if (edits % 25 === 0) {
        author = new Author(chance);
        lms = new Lms(version);
        storage = new Memory();
        tries = new Map();
        cards = new Map();
      }
      author.edit();
      const page = new Page(storage).install(lms);
      const session = page.open(author.course(version));
      for (const [slot, count] of tries) expect(session.state.questions.get(slot)?.tries).toBe(count);
      for (const [slot, word] of cards) expect(session.state.cards.get(slot)).toBe(word);
      const present = author.blocks.flatMap(({ questions = [] }) => questions);
      if (present.length > 0) {
        const slot = chance.pick(present);
        tries.set(slot, Math.min((tries.get(slot) ?? 0) + 1, 30));
        session.answer(answer(slot, Fraction.of(chance.below(3), 2), tries.get(slot)));
      }
      const deck = author.blocks.flatMap((block) => block.cards ?? []);
      if (deck.length > 0) {
        const slot = chance.pick(deck);
        cards.set(slot, packCard({ stability: 5, difficulty: 5, day: 10 + edits, phase: 2 }));
        session.change((draft) => draft.cards.set(slot, cards.get(slot) ?? 0), { commit: true });
      }
      const { score, doneRequired, required } = session.progress();
      expect(doneRequired).toBeLessThanOrEqual(required);
      if (score !== null) expect(score.compare(Fraction.ONE)).toBeLessThanOrEqual(0);
      page.clock.advance(0);
      expect(session.saving).toBe('saved');
      // Sometimes on another device, where only the LMS knows anything.
      if (chance.below(4) === 0) storage = new Memory();
      page.leave();
      const kept = decodeState(lms.saved['cmi.suspend_data'] ?? '', 'tides').state;
      expect([...(kept?.questions.keys() ?? [])].sort()).toEqual([...tries.keys()].sort());
    }
    expect(lms.violations).toEqual([]);
  },
  120_000,
);
