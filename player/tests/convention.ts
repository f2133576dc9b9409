import { apostrophe, comma, point } from '../../hornbook/numerals.json';
import type { Convention } from '../src/course';

const CONVENTIONS = Object.entries({ comma, point, apostrophe }) as [Convention, string][];

/** How a language writes decimals, as the packager tells the player (`convention` in `hornbook/numerals.py`). */
export function conventionOf(lang: string): Convention | null {
  const [language = '', ...rest] = lang.toLowerCase().split('-');
  const region = rest.find((part) => part.length === 2 || /^[0-9]+$/.test(part)) ?? '';
  const isOf = (name: string) => CONVENTIONS.find(([, langs]) => langs.split(' ').includes(name))?.[0];
  return isOf(`${language}-${region}`) ?? isOf(language) ?? null;
}
