import type { Attach } from '../context';
import { all, button, idOf, make } from '../dom';

/** Read the explanations, then cover them and recall each. */
export const attach: Attach = (section, _block, { texts }) => {
  const concepts = all(section, '.concept').flatMap((concept) => {
    const text = concept.querySelector('dd');
    const term = concept.querySelector('dt');
    if (text === null || term === null) return [];
    const reveal = button(texts('reveal'), 'quiet reveal', () => {
      setCovered(false, [{ concept, reveal }]);
      text.tabIndex = -1;
      text.focus();
      const left = concepts.some((other) => other.concept.classList.contains('covered'));
      toggle.setAttribute('aria-pressed', String(left));
    });
    reveal.setAttribute('aria-describedby', idOf(term));
    reveal.hidden = true;
    // A list of definitions may hold nothing but terms and texts: the button stands with the term.
    term.append(' ', reveal);
    return [{ concept, reveal }];
  });
  const toggle = button(texts('hide-texts'), 'quiet', () => {
    const covered = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(covered));
    setCovered(covered, concepts);
  });
  toggle.setAttribute('aria-pressed', 'false');
  section.querySelector('.concepts')?.before(make('div', { class: 'actions' }, toggle));
};

/** What is covered keeps its room on the page, and is hidden from screen readers too. */
function setCovered(
  covered: boolean,
  concepts: readonly { concept: HTMLElement; reveal: HTMLElement }[],
): void {
  for (const { concept, reveal } of concepts) {
    concept.classList.toggle('covered', covered);
    reveal.hidden = !covered;
  }
}
