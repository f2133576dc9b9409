import { expect, test } from 'vitest';
import { readHash, routeOf, writeHash } from '../src/route';
import { courseOf } from './player';

const SHELL = 'https://lms.example/files/7/index.html#/one';
const course = courseOf([]);

test.each([
  ['#/one/quiz', { lesson: 'one', block: 'quiz' }],
  ['#/one/text-1_2', { lesson: 'one', block: 'text-1_2' }],
  ['#/one', { lesson: 'one', block: '' }],
  ['#/', { lesson: '', block: '' }],
])('%s is a route', (hash, route) => {
  expect(readHash(hash)).toEqual(route);
  expect(writeHash(route)).toBe(hash);
});

test.each(['', '#quiz', '#/one/two/three', '#/One', '#/<b>'])('%s is none', (hash) => {
  expect(readHash(hash)).toBeNull();
});

test.each([
  ['lesson-one.html', { lesson: 'one', block: '' }],
  ['lesson-one.html#quiz', { lesson: 'one', block: 'quiz' }],
  ['index.html', { lesson: '', block: '' }],
  ['index.html#/one/quiz', { lesson: 'one', block: 'quiz' }],
  ['#/one', { lesson: 'one', block: '' }],
])('%s stays in the shell', (link, route) => {
  expect(routeOf(link, SHELL, course)).toEqual(route);
});

test.each([
  'lesson-gone.html',
  '../other/index.html',
  'https://example.org/',
  'media/a.svg',
  'mailto:a@b.example',
  'http://[',
])('%s is left to the browser', (link) => {
  expect(routeOf(link, SHELL, course)).toBeNull();
});
