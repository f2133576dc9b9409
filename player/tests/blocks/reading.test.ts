import { afterEach, expect, test, vi } from 'vitest';
import { attach as audioLesson } from '../../src/blocks/audio-lesson';
import { attach as exampleList } from '../../src/blocks/examples';
import { attach as glossary } from '../../src/blocks/glossary';
import { attach as keyConcepts } from '../../src/blocks/key-concepts';
import { attach as memoryAid } from '../../src/blocks/memory-aid';
import { attach as overview } from '../../src/blocks/overview';
import type { BlockKind, LessonBlock } from '../../src/course';
import { attachBlocks } from '../../src/lesson';
import { get, open, press, section, text, type } from '../player';

const block = (kind: BlockKind): LessonBlock => ({ id: 'b', slot: 5, kind });
const hidden = (selector: string) =>
  [...document.querySelectorAll<HTMLElement>(selector)].map((one) => one.hidden);

afterEach(() => vi.restoreAllMocks());

test('overview: the chosen level alone is shown, and kept', () => {
  const html = section(
    block('overview'),
    `<div class="levels">${['Quick', 'Standard', 'Detailed'].map((t) => `<div class="level"><h3 class="level-title">${t}</h3></div>`).join('')}</div>`,
  );
  const { context } = open(html, [block('overview')]);
  overview(get('#b'), block('overview'), context);
  expect(hidden('.level')).toEqual([true, false, true]);
  press('input[value="2"]');
  expect([hidden('.level'), context.session.state.level]).toEqual([[true, true, false], 2]);
  expect(text('fieldset')).toContain('Detailed');
});

test('audio lesson: the next part opens when the recall question is answered', () => {
  const html = section(
    block('audio-lesson'),
    `<ol class="parts"><li class="part"><h3 class="part-title">1</h3><div class="recall" id="r1"><details class="recall-answer">
     <summary></summary><p>Hello</p></details></div></li><li class="part"><h3 class="part-title">2</h3></li></ol>`,
  );
  const conversation = { ...block('audio-lesson'), recalls: [['Hello', 'good day'], []] };
  const { context } = open(html, [conversation]);
  audioLesson(get('#b'), conversation, context);
  expect([hidden('.part'), hidden('.parts-locked')]).toEqual([[false, true], [false]]);
  press('.recall-form button');
  expect([text('.recall-result'), hidden('.part')]).toEqual(['Type an answer first.', [false, true]]);
  type('.recall-form input', ' GOOD DAY ');
  press('.recall-form button');
  expect([text('.recall-result'), hidden('.part')]).toEqual(['Right: Hello', [false, false]]);
  expect(hidden('.parts-locked')).toEqual([true]);
});

test('audio lesson: an answered recall question is kept, for the next visit too', () => {
  const part = (name: string) =>
    `<li class="part"><h3 class="part-title">${name}</h3><div class="recall" id="${name}"><details class="recall-answer">
     <summary></summary><p>Hello</p></details></div></li>`;
  const html = section(
    block('audio-lesson'),
    `<ol class="parts">${part('r1')}${part('r2')}${part('r3')}</ol>`,
  );
  const conversation = { ...block('audio-lesson'), recalls: [['Hello'], ['x'], ['x']], recalled: [6, 7, 8] };
  const { context } = open(html, [conversation]);
  audioLesson(get('#b'), conversation, context);
  type('#r1 .recall-form input', 'Something else');
  press('#r1 .recall-form button');
  expect([[...context.session.state.seen], hidden('.part')]).toEqual([[6], [false, false, true]]);
  context.session.leave();
  const later = open(html, [conversation], true).context;
  audioLesson(get('#b'), conversation, later);
  expect([[...later.session.state.seen], hidden('.part')]).toEqual([[6], [false, false, true]]);
});

test('audio lesson: the whole conversation can be opened at once', () => {
  const html = section(
    block('audio-lesson'),
    `<ol class="parts"><li class="part"><div class="recall" id="r1"><details class="recall-answer"><p>x</p></details></div></li>
     <li class="part"><h3 class="part-title">2</h3></li></ol>`,
  );
  const { context } = open(html, [block('audio-lesson')]);
  audioLesson(get('#b'), block('audio-lesson'), context);
  press('.parts-locked button');
  expect([hidden('.part'), document.activeElement?.textContent]).toEqual([[false, false], '2']);
});

test('glossary: the filter folds what is typed', () => {
  const terms = ['Été', 'Fine-tuning', 'Model', 'Word']
    .map((t) => `<div class="term"><dt>${t}</dt></div>`)
    .join('');
  const { context } = open(section(block('glossary'), `<dl class="terms">${terms}</dl>`), [
    block('glossary'),
  ]);
  glossary(get('#b'), block('glossary'), context);
  type('input', 'FINE\u2013t');
  expect([hidden('.term'), text('.filter-count')]).toEqual([[true, false, true, true], '1 term found']);
  expect(get('.filter-count').hidden).toBe(false);
  type('input', '');
  expect([hidden('.term'), get('.filter-count').hidden]).toEqual([[false, false, false, false], true]);
});

test('glossary: what is found nowhere as it is written is looked for with one slip less', () => {
  const terms = ['Fine-tuning', 'Model', 'Prompt', 'Word'].map(
    (t) => `<div class="term"><dt>${t}</dt><dd>is it</dd></div>`,
  );
  const { context } = open(section(block('glossary'), `<dl class="terms">${terms.join('')}</dl>`), [
    block('glossary'),
  ]);
  glossary(get('#b'), block('glossary'), context);
  type('input', 'promtp');
  expect([hidden('.term'), text('.filter-count')]).toEqual([
    [true, true, false, true],
    'Nothing is spelled like this. With a similar spelling: 1 term found',
  ]);
  type('input', 'fine tunning');
  expect(hidden('.term')).toEqual([false, true, true, true]);
  type('input', 'river');
  expect([hidden('.term'), text('.filter-count')]).toEqual([[true, true, true, true], '0 terms found']);
});

test('key concepts and memory aids are covered and uncovered', () => {
  const concepts = ['A', 'B'].map((t) => `<div class="concept"><dt>${t}</dt><dd>text</dd></div>`).join('');
  const { context } = open(
    section(
      block('key-concepts'),
      `<dl class="concepts">${concepts}</dl><div class="aid"><div class="aid-text"></div></div>`,
    ),
    [],
  );
  keyConcepts(get('#b'), block('key-concepts'), context);
  memoryAid(get('#b'), block('memory-aid'), context);
  press('#b > .actions button');
  expect(document.querySelectorAll('.concept.covered').length).toBe(2);
  expect(text('#b > .actions button')).toBe('Show the explanations');
  press('.concept .reveal');
  expect(document.querySelectorAll('.concept.covered').length).toBe(1);
  press('.concept:last-child .reveal');
  expect(text('#b > .actions button')).toBe('Hide the explanations');
  press('.aid button');
  expect([get('.aid').classList.contains('covered'), text('.aid button')]).toEqual([true, 'Uncover']);
  expect(get('.aid button').nextElementSibling).toBe(get('.cover-prompt'));
});

test('examples are covered together and shown one by one', () => {
  const examples = ['One', 'Two']
    .map((t) => `<li class="example"><div class="prose">${t}</div></li>`)
    .join('');
  const { context } = open(section(block('examples'), `<ul class="example-list">${examples}</ul>`), []);
  exampleList(get('#b'), block('examples'), context);
  press('#b > .actions button');
  expect(document.querySelectorAll('.example.covered').length).toBe(2);
  expect(get('.example:last-child .reveal').getAttribute('aria-label')).toBe('Show example 2');
  press('.example:last-child .reveal');
  expect(document.activeElement?.textContent).toBe('Two');
  expect(text('#b > .actions button')).toBe('Show the examples');
  press('#b > .actions button');
  expect(document.querySelectorAll('.example.covered').length).toBe(0);
  expect(text('#b > .actions button')).toBe('Hide the examples');
});

test('a block that fails leaves the others alive', () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const broken = { ...block('cards'), id: 'broken', cards: null as unknown as [] };
  const good = { ...block('overview'), id: 'good', slot: 6 };
  const html =
    section(broken, '<ol class="deck"></ol>') +
    section(good, '<div class="levels"><div class="level"></div></div>');
  const { context } = open(html, [broken, good]);
  Object.defineProperty(broken, 'cards', {
    get: () => {
      throw new Error('broken');
    },
  });
  attachBlocks(get('main'), context);
  expect(document.querySelector('#good fieldset')).not.toBeNull();
  expect(error).toHaveBeenCalledOnce();
});
