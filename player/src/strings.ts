import type { Strings } from './course';

/** The interface's words: `texts('question', { n: 3 })`. A key without a text shows itself, so that it is noticed. */
export interface Texts {
  (key: string, values?: Values): string;
  /** The text of `key-one`, `key-few`... as the language counts `n`, else of `key`. */
  count(key: string, n: number, values?: Values): string;
}

type Values = Readonly<Record<string, string | number>>;

export function readStrings(root: ParentNode): Strings {
  try {
    return JSON.parse(root.querySelector('#hornbook-strings')?.textContent ?? '{}') as Strings;
  } catch {
    return {};
  }
}

export function textsOf(strings: Strings, language: string): Texts {
  const say = (key: string, values: Values = {}) =>
    (strings[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  const rules = pluralRules(language);
  const count = (key: string, n: number, values: Values = {}) => {
    const own = `${key}-${rules.select(n)}`;
    return say(own in strings ? own : key, { n, ...values });
  };
  return Object.assign(say, { count });
}

function pluralRules(language: string): Intl.PluralRules {
  try {
    return new Intl.PluralRules(language);
  } catch {
    return new Intl.PluralRules('en');
  }
}
