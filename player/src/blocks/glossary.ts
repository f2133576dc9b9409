import type { Attach } from '../context';
import { all, make } from '../dom';
import { fold } from '../folding';

/** Below this many terms a filter is in the way. */
const WORTH_FILTERING = 4;
/** How long a pause in typing is before the number of hits is said. */
const SAID_AFTER = 800;

/** Terms, filtered as the learner types. */
export const attach: Attach = (section, block, { texts, announce, signal }) => {
  const terms = all(section, '.term').map((element) => ({ element, text: fold(element.textContent ?? '') }));
  if (terms.length < WORTH_FILTERING) return;
  const input = make('input', {
    type: 'search',
    id: `filter_${block.slot}`,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const count = make('span', { class: 'filter-count' });
  let timer = 0;
  input.addEventListener('input', () => {
    const wanted = fold(input.value);
    let found = 0;
    for (const { element, text } of terms) {
      element.hidden = !text.includes(wanted);
      if (!element.hidden) found++;
    }
    count.textContent = wanted === '' ? '' : texts.count('terms-found', found);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => announce(count.textContent ?? ''), SAID_AFTER);
  });
  signal.addEventListener('abort', () => window.clearTimeout(timer));
  const label = make('label', { for: input.id }, texts('filter'));
  section.querySelector('.terms')?.before(make('div', { class: 'filter' }, label, input, count));
};
