import { all, languageOf } from '../../dom';
import { textOf } from '../answer';
import type { Input } from '../input';

const field = (element: HTMLElement) => element.querySelector<HTMLTextAreaElement>('.essay-answer textarea');

/** A field of several lines that counts its words. */
export const essay: Input = {
  ask: 'write-first',
  typed: true,
  read(element) {
    const text = field(element)?.value ?? '';
    return text.trim() === '' ? null : { text };
  },
  write(element, answer) {
    const area = field(element);
    if (area === null) return;
    area.value = textOf(answer);
    area.dispatchEvent(new Event('count'));
  },
  controls: (element) => all(element, '.essay-answer textarea') as HTMLTextAreaElement[],
  attach(element, { texts }) {
    const area = field(element);
    const count = element.querySelector<HTMLElement>('.word-count');
    if (area === null || count === null) return;
    const wanted = Number(count.dataset.words ?? 0);
    const tell = () => {
      const n = countWords(area.value, languageOf(element));
      if (wanted > 0) count.textContent = texts('words-counted-wanted', { n, wanted });
      else count.textContent = texts.count('words-counted', n);
    };
    area.addEventListener('input', tell);
    area.addEventListener('count', tell);
    tell();
  },
  show() {
    // The rubric is the explanation, which the face shows.
  },
  clear() {
    // Nothing was added.
  },
  interaction: (_, answer) => ({ type: 'long-fill-in', response: textOf(answer), correct: [] }),
};

/** Words as the language parts them; where the browser cannot tell, what stands between spaces. */
export function countWords(text: string, lang: string): number {
  const segmenter = segmenterOf(lang);
  if (segmenter === null) return text.split(/\s+/).filter((word) => word !== '').length;
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words++;
  return words;
}

interface Segmenter {
  segment(text: string): Iterable<{ readonly isWordLike?: boolean }>;
}

function segmenterOf(lang: string): Segmenter | null {
  // Not in every browser that plays courses, nor in the library that they are checked against.
  const { Segmenter } = Intl as { Segmenter?: new (lang: string, how: { granularity: 'word' }) => Segmenter };
  try {
    return Segmenter === undefined ? null : new Segmenter(lang, { granularity: 'word' });
  } catch {
    return null;
  }
}
