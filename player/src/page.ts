import type { Context } from './context';
import { type CourseData, type LessonData, readLesson } from './course';
import { attachBlocks, followReading } from './lesson';
import { showObjectives } from './objectives';
import { followPictures } from './pictures';
import { markFromAddress } from './search-button';
import { openSession } from './session';
import { announce, buildFrame, placeIn } from './shell';
import { readStrings, textsOf } from './strings';
import { followTerms } from './terms';

type Chance = Pick<Context, 'now' | 'elapsed' | 'seed'>;

/** A lesson page that is read from disk: no shell, no LMS; links are plain, and the browser keeps the state. */
export function runPage(main: HTMLElement, chance: Chance): void {
  const lesson = readLesson(main);
  if (lesson === null) return;
  const course = courseOfPage(lesson);
  const session = openSession(course, window);
  const texts = textsOf(course.strings);
  const context: Context = {
    ...chance,
    course,
    lesson,
    session,
    texts,
    announce,
    signal: new AbortController().signal,
  };
  attachBlocks(main, context);
  followTerms(main, context);
  followPictures(main, context.signal);
  const updates = buildFrame({ ...context, fetch: window.fetch, fromDisk: true }, () => session.leave());
  updates.push(() => showObjectives(main, course, session, texts));
  const update = () => {
    for (const each of updates) each();
  };
  session.subscribe(update);
  update();
  placeIn(main, context)?.scrollIntoView({ block: 'start', behavior: 'instant' });
  markFromAddress();
  followReading(main, context);
}

/** What a lesson page knows of its course: itself. */
function courseOfPage(lesson: LessonData): CourseData {
  const blocks = lesson.blocks.map((block) => ({
    ...block,
    weight: block.weight ?? 0,
    required: !('required' in block) || block.required === true,
    questions: block.questions?.map(({ slot }) => slot) ?? [],
    cards: block.cards?.map(({ slot }) => slot) ?? [],
  }));
  const { id, slot, title } = lesson;
  return {
    format: 1,
    package: document.documentElement.dataset.package ?? `page-${lesson.id}`,
    title: document.title,
    home: 'web',
    limit: 16_000,
    pass: Number(document.documentElement.dataset.pass ?? 60),
    lessons: [{ id, slot, title, href: '', weight: 1, blocks }],
    strings: readStrings(document),
  };
}
