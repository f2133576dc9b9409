import type { Attach } from '../context';
import { all, languageOf } from '../dom';
import { draw } from '../draw';
import { QuestionFace } from './question';
import { exam } from './quiz-exam';
import { practice } from './quiz-practice';
import { remote } from './quiz-remote';
import { QuizStore } from './quiz-store';

/** What both modes of a quiz work on. */
export interface QuizPage {
  readonly section: HTMLElement;
  readonly store: QuizStore;
  /** Put the questions of the current attempt on the page, in their order, cleared and filled in as stored. */
  deal(): QuestionFace[];
}

/** Questions to be answered: one by one in practice, handed in together in an exam. */
export const attach: Attach = (section, block, context) => {
  if (block.remote === true) {
    if (context.tool !== undefined) remote(section, block, context, context.tool);
    return;
  }
  const questions = block.questions ?? [];
  const list = section.querySelector('.questions');
  if (list === null) return;
  const store = new QuizStore(block, context, languageOf(section));
  const elements = all(list, '.question');
  const faces = new Map(
    questions.flatMap((data) => {
      const element = elements.find((candidate) => candidate.id === data.id);
      return element === undefined
        ? []
        : [[data.slot, new QuestionFace(data, element, context.texts, context.announce)] as const];
    }),
  );
  const deal = () => {
    const slots = questions.map((question) => question.slot);
    const kept = new Set(slots.filter((slot) => store.isTouched(slot)));
    const drawn = draw(
      slots,
      block.groups ?? [[slots.length, 0]],
      block.shuffle ?? false,
      store.quiz.seed,
      kept,
    );
    const dealt = drawn.flatMap(({ slot, keys }) => {
      const face = faces.get(slot);
      face?.order(keys, store.quiz.seed);
      return face === undefined ? [] : [face];
    });
    list.replaceChildren(...dealt.map((face) => face.element));
    dealt.forEach((face, position) => {
      face.number = position + 1;
      face.clear();
      face.answer = store.question(face.data.slot).answer;
    });
    return dealt;
  };
  const page: QuizPage = { section, store, deal };
  if (block.mode === 'practice') practice(page, block, context);
  else exam(page, block, context, [...faces.values()]);
};
