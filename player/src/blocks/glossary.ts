import type { Attach, Context } from '../context';
import type { LessonBlock } from '../course';
import { all, asText, button, make } from '../dom';
import { nearTo, partsOf, plain, wordsOf } from '../search/words';
import { ATTACH } from '.';

/** Below this many terms a filter is in the way, and a drill too short; letters help from more terms on. */
const WORTH_FILTERING = 4;
const WORTH_LETTERS = 12;
/** How long a pause in typing is before the number of hits is said. */
const SAID_AFTER = 800;
/** Terms that are asked in one go. */
const ROUNDS = 10;

interface Term {
  readonly element: HTMLElement;
  readonly name: string;
  readonly text: string;
}

/** Terms: filtered as the learner types, reached by their letters, and asked. */
export const attach: Attach = (section, block, context) => {
  const list = section.querySelector<HTMLElement>('.terms');
  const terms = all(section, '.term').map((element): Term => {
    return { element, name: nameOf(element), text: plain(element.textContent ?? '') };
  });
  if (list === null || terms.length < WORTH_FILTERING) return;
  const letters = terms.length < WORTH_LETTERS ? null : lettersOf(terms, context);
  const filtering = filter(terms, block, context, (found, wanted) => {
    if (letters !== null) letters.hidden = wanted;
    drilling.hidden = found === 0;
  });
  const told = [filtering, ...(letters === null ? [] : [letters])];
  const drilling = drill(terms, block, context, [...told, list]);
  list.before(...told);
  list.after(drilling);
};

/** `filtered` hears how many terms are shown, and whether only some are wanted. */
function filter(
  terms: readonly Term[],
  block: LessonBlock,
  { texts, announce, signal }: Context,
  filtered: (found: number, wanted: boolean) => void,
): HTMLElement {
  const input = make('input', {
    type: 'search',
    id: `filter_${block.slot}`,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const count = make('span', { class: 'filter-count', hidden: true });
  let timer = 0;
  /** Show the terms that are meant, and tell how many they are. */
  const show = (isMeant: (term: Term) => boolean) => {
    for (const term of terms) term.element.hidden = !isMeant(term);
    return terms.filter(({ element }) => !element.hidden).length;
  };
  input.addEventListener('input', () => {
    const wanted = wordsOf(input.value);
    let found = show(({ text }) => wanted.every((word) => text.includes(word)));
    const near = found === 0;
    if (near) {
      const asked = wanted.flatMap(partsOf);
      found = show(({ text }) => {
        const known = partsOf(text);
        return asked.every((word) => known.some((one) => one.startsWith(word) || nearTo(word, one)));
      });
    }
    filtered(found, wanted.length > 0);
    const told = texts.count('terms-found', found);
    count.hidden = wanted.length === 0;
    count.textContent = count.hidden ? '' : near && found > 0 ? texts('search-near', { found: told }) : told;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => announce(count.textContent ?? ''), SAID_AFTER);
  });
  signal.addEventListener('abort', () => window.clearTimeout(timer));
  const label = make('label', { for: input.id }, texts('filter'));
  return make('div', { class: 'filter' }, label, input, count);
}

/** The first letters of the terms; each leads to the first term that it begins. */
function lettersOf(terms: readonly Term[], { texts }: Context): HTMLElement {
  const nav = make('nav', { class: 'letters', 'aria-label': texts('terms-letters') });
  const seen = new Set<string>();
  for (const { element, name } of terms) {
    const letter = [...plain(name)][0]?.toLocaleUpperCase() ?? '';
    if (letter === '' || seen.has(letter)) continue;
    seen.add(letter);
    nav.append(make('a', { href: `#${element.id}` }, letter));
  }
  return nav;
}

/**
 * The definitions that are in view are shown, and the terms are typed: a game that every glossary has; its part comes with that of
 * glossaries. `told` tells the answers.
 */
function drill(
  terms: readonly Term[],
  block: LessonBlock,
  context: Context,
  told: readonly HTMLElement[],
): HTMLElement {
  const { texts } = context;
  const tell = (on: boolean) => {
    for (const element of told) element.hidden = !on;
  };
  const start = button(texts('terms-drill'), '', () => {
    const items = terms.filter(({ element }) => !element.hidden).map(asked);
    const data = { game: 'drill', rounds: ROUNDS, items };
    const place = make('div', { class: 'terms-drill no-print' });
    place.append(make('script', { type: 'application/json', class: 'game-data' }, JSON.stringify(data)));
    const back = button(texts('terms-back'), 'quiet', () => {
      tell(true);
      place.replaceWith(actions);
      start.focus();
    });
    actions.replaceWith(place);
    tell(false);
    ATTACH.game?.(place, block, context);
    place.append(make('div', { class: 'actions' }, back));
    place.querySelector('button')?.click();
  });
  const actions = make('div', { class: 'actions' }, start);
  return actions;
}

/** The term, its definition, and its other forms, which are right too. */
function asked({ element, name }: Term): string[] {
  const definition = asText(element.querySelector('dd'));
  const forms = all(element, '.alias').map(asText);
  return [name, definition, ...forms];
}

/** A term without its other forms. */
function nameOf(element: HTMLElement): string {
  const all = element.querySelector('dt')?.textContent ?? '';
  const others = element.querySelector('.aliases')?.textContent ?? '';
  return all.slice(0, all.length - others.length).trim();
}
