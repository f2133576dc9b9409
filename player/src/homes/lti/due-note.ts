import { make } from '../../dom';
import type { Texts } from '../../strings';

/** The page of all cards that are due, as seen from the page of an activity. */
const ADDRESS = 'due/';

/** Where cards of other activities are due today: say so above the activity, with the way to them. */
export function showDue(due: number, texts: Texts): void {
  const place = document.querySelector('#shell_banners');
  if (due === 0 || place === null) return;
  const link = make('a', { href: ADDRESS }, texts('due-go'));
  place.before(
    make('aside', { class: 'due-note' }, make('p', {}, `${texts.count('due-elsewhere', due)} `, link)),
  );
}
