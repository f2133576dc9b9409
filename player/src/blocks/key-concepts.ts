import type { Attach } from '../context';
import { all, button, idOf, make } from '../dom';

/** Read the explanations, then hide them and recall each. */
export const attach: Attach = (section, _block, { texts }) => {
  const list = section.querySelector('.concepts');
  const concepts = all(section, '.concept').flatMap((concept) => {
    const text = concept.querySelector('dd');
    const term = concept.querySelector('dt');
    if (text === null || term === null) return [];
    const reveal = button(texts('reveal'), 'quiet reveal', () => {
      text.hidden = false;
      reveal.hidden = true;
      text.tabIndex = -1;
      text.focus();
      if (concepts.every((other) => !other.text.hidden)) setHidden(false);
    });
    reveal.setAttribute('aria-describedby', idOf(term));
    reveal.hidden = true;
    // A list of definitions may hold nothing but terms and texts: the button stands with the term.
    term.append(' ', reveal);
    return [{ text, reveal }];
  });
  const toggle = button(texts('hide-texts'), 'quiet', () => setHidden(toggle.getAttribute('aria-pressed') !== 'true'));
  function setHidden(hidden: boolean): void {
    toggle.setAttribute('aria-pressed', String(hidden));
    for (const { text, reveal } of concepts) {
      text.hidden = hidden;
      reveal.hidden = !hidden;
    }
  }
  toggle.setAttribute('aria-pressed', 'false');
  list?.before(make('div', { class: 'block-tools' }, toggle));
};
