import { expect, test } from 'vitest';
import { look, lookNear, piecesOf } from '../src/search/index';
import { mark, unmark } from '../src/search/mark';
import { hits, nearTo, placed, plain, wordsOf } from '../src/search/words';

test.each([
  ['Éclair', 'eclair'],
  ['Straße', 'strasse'],
  ['ﬁne‑tuning', 'fine‐tuning'],
  ['ÎLE', 'ile'],
  ['مُقَدِّمَة', 'مقدمه'],
  ['أَسَاس', 'اساس'],
  ['ज़मीन', 'जमीन'],
  ['प्रश्नोत्तरी', 'प्रश्नोत्तरी'],
  ['東京', '東京'],
])('"%s" is found as "%s"', (written, compared) => {
  expect(plain(written)).toBe(plain(compared));
  expect(wordsOf(` ${written}  ${written} `)).toEqual([plain(compared)]);
});

test('vowel signs of Indian scripts make a difference', () => {
  expect(plain('की')).not.toBe(plain('का'));
});

test('what was found is told in places of the text as it is written', () => {
  const text = 'Une  École, une éco\u0301le';
  const found = hits(placed(text), wordsOf('ecole UNE'));
  expect(found.map(([start, end]) => text.slice(start, end))).toEqual(['Une', 'École', 'une', 'éco\u0301le']);
});

const PIECES = piecesOf([
  [
    'a',
    'lesson-a.html',
    'A',
    [
      ['', 'Rivers'],
      ['one', 'Springs', 'All rivers begin somewhere.'],
    ],
  ],
  ['b', 'lesson-b.html', 'B', [['two', 'Deltas', 'A driver is no river.', 'The sea.', 'Driving.']]],
]);

test('a block that begins without a heading is known by its first words', () => {
  const pieces = piecesOf([['a', 'a.html', 'A', [['one', '', 'Rivers begin.', 'They end.']]]]);
  expect(pieces.map(({ text, heading, isHeading }) => [text, heading, isHeading])).toEqual([
    ['Rivers begin.', 'Rivers begin.', false],
    ['They end.', 'Rivers begin.', false],
  ]);
});

test('a place must hold all words; headings come first, then the beginnings of words', () => {
  const texts = (query: string, most = 9) =>
    look(PIECES, wordsOf(query), most).pieces.map(({ text }) => text);
  expect(texts('river')).toEqual(['Rivers', 'All rivers begin somewhere.', 'A driver is no river.']);
  expect(texts('riv')).toEqual([
    'Rivers',
    'All rivers begin somewhere.',
    'A driver is no river.',
    'Driving.',
  ]);
  expect(texts('river driver')).toEqual(['A driver is no river.']);
  expect(texts('')).toEqual([]);
  expect(look(PIECES, ['e'], 2)).toMatchObject({ total: 5, pieces: { length: 2 } });
});

test.each([
  ['tunning', 'tuning', 'tuning'],
  ['tunig', 'tuning', 'tuning'],
  ['tuming', 'tuning', 'tuning'],
  ['tuinng', 'tuning', 'tuning'],
  ['halucin', 'hallucination', 'hallucin'],
  ['tumimg', 'tuning', undefined],
  ['gnin', 'tuning', undefined],
  ['sea', 'tea', undefined],
])('"%s" for "%s" is a slip of the keys away from %s', (typed, known, near) => {
  expect(nearTo(typed, known)).toBe(near);
});

test('what is found nowhere as it is written is looked for with one slip less', () => {
  const found = (query: string) => {
    const { pieces, words } = lookNear(PIECES, wordsOf(query), 9);
    return [words, pieces.map(({ text }) => text)];
  };
  expect(found('driver')).toEqual([['driver'], ['A driver is no river.']]);
  expect(found('drivre')).toEqual([['driver'], ['A driver is no river.']]);
  expect(found('no-rivre')).toEqual([['no', 'river'], ['A driver is no river.']]);
  expect(found('sprimgs')).toEqual([['springs'], ['Springs']]);
  expect(found('mountains')).toEqual([['mountains'], []]);
  expect(found('')).toEqual([[], []]);
});

test('words are marked where they stand, once, and taken away again', () => {
  document.body.innerHTML =
    '<section id="two"><h2>Deltas</h2><details><summary>More</summary><p>Where a <b>river</b> ends; River.</p></details>' +
    '<script>river</script><button>river</button></section>';
  const before = document.body.innerHTML;
  mark('two', 'RIVER');
  const marks = [...document.querySelectorAll('mark.found')].map((element) => element.textContent);
  expect(marks).toEqual(['river', 'River']);
  expect(document.activeElement).toBe(document.querySelector('mark.found'));
  expect(document.querySelector('details')?.open).toBe(true);
  unmark();
  expect(document.body.innerHTML).toBe(before.replace('<details>', '<details open="">'));
  mark('nowhere', 'river');
  expect(document.querySelector('mark')).toBeNull();
});
