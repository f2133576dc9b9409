import type { Attach } from '../context';
import { all, button, copyOf, focusOn, make } from '../dom';

/** The steps come one by one: first think what comes next, then look. */
export const attach: Attach = (section, block, { session, texts, announce }) => {
  const steps = all(section, '.step');
  const list = section.querySelector('.steps');
  // Who has seen them all, or only looks, reads them as they stand.
  if (list === null || steps.length < 2 || session.state.seen.has(block.slot) || !session.writable) return;
  // A first step that asks waits for an answer like the others.
  let shown = steps[0]?.querySelector('.step-prompt') ? 0 : 1;
  const think = make('p', { class: 'step-think' });
  const next = button('', 'primary', () => reveal(shown + 1));
  const rest = button(texts('step-all'), 'quiet', () => reveal(steps.length));
  const offer = make('div', { class: 'step-offer' }, think, make('div', { class: 'actions' }, next, rest));

  function layOut(): void {
    for (const [at, step] of steps.entries()) step.hidden = at >= shown;
    const coming = steps[shown];
    offer.hidden = coming === undefined;
    const prompt = copyOf(coming?.querySelector('.step-prompt'));
    think.replaceChildren(...(prompt.length > 0 ? prompt : [texts('step-think')]));
    next.textContent = texts('step-next', { n: shown + 1 });
    rest.hidden = shown + 1 >= steps.length;
  }
  function reveal(upTo: number): void {
    const first = steps[shown];
    shown = upTo;
    layOut();
    announce(texts('steps-shown', { n: shown, total: steps.length }));
    if (first !== undefined) focusOn(first);
  }
  list.after(offer);
  layOut();
};
