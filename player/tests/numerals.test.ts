import { expect, test } from 'vitest';
import { read } from '../src/numerals';
import { conventionOf } from './convention';
import { vectors } from './vectors';

interface Case {
  text: string;
  lang: string;
  read: { value: string; currency: string; rest: string } | 'empty' | 'ambiguous' | 'unreadable';
}

test('every shared text is read as it is in Python', () => {
  for (const { text, lang, read: expected } of vectors<Case>('numerals')) {
    const found = read(text, conventionOf(lang));
    const written = typeof found === 'string' ? found : { ...found, value: found.value.toString() };
    expect({ lang, text, read: written }).toEqual({ lang, text, read: expected });
  }
});

test.each(['9'.repeat(1e6), '1,000'.repeat(2e5), ' '.repeat(1e6), '1e1000000000', `1e${'9'.repeat(200)}`])(
  'what is too long or too large is unreadable at once: %.20s',
  (text) => {
    const started = performance.now();
    expect(read(text)).toBe('unreadable');
    expect(performance.now() - started).toBeLessThan(50);
  },
);
