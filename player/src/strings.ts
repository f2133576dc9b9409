import type { Strings } from './course';

/** The interface's words: `texts('question', { n: 3 })`. A key without a text shows itself, so that it is noticed. */
export interface Texts {
  (key: string, values?: Values): string;
  /** The text of `key-one`, `key-few`... as the language counts `n`, else of `key`. */
  count(key: string, n: number, values?: Values): string;
  /** Find out how the language writes numbers: now, as a task of its own. */
  prepare(): void;
  /** The language of the texts (BCP 47), for dates and the like. */
  readonly language: string;
}

type Values = Readonly<Record<string, string | number>>;

export function readStrings(root: ParentNode): Strings {
  try {
    return JSON.parse(root.querySelector('#hornbook-strings')?.textContent ?? '{}') as Strings;
  } catch {
    return {};
  }
}

/** The texts say themselves which language they are in; numbers are written as it writes them. */
export function textsOf(strings: Strings): Texts {
  // 0-9 in every language: the pages made at build have them too.
  const language = `${strings.language ?? 'en'}-u-nu-latn`;
  // Made when they are needed: what they know of a language takes the browser longer to find than all else here.
  let numbers: Intl.NumberFormat | undefined;
  let rules: Intl.PluralRules | undefined;
  const format = (value: number) => {
    numbers ??= new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    return numbers.format(value).replace('-', '\u2212');
  };
  const isPlain = (value: number) => Number.isInteger(value) && value >= 0 && value < 1000;
  const written = (value: string | number) =>
    typeof value === 'string' ? value : isPlain(value) ? String(value) : format(value);
  const say = (key: string, values: Values = {}) =>
    (strings[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => written(values[name] ?? whole));
  const count = (key: string, n: number, values: Values = {}) => {
    rules ??= new Intl.PluralRules(language);
    const own = `${key}-${rules.select(n)}`;
    return say(own in strings ? own : key, { n, ...values });
  };
  return Object.assign(say, { count, prepare: () => void format(0.5), language });
}
