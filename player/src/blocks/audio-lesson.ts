import type { Attach } from '../context';
import { all, button, focusOn, idOf, make } from '../dom';
import { fold } from '../folding';

/** A conversation in parts; a part that ends in a recall question opens the next one when it is answered. */
export const attach: Attach = (section, block, { session, texts }) => {
  const parts = all(section, '.part');
  const locked = make('p', { class: 'parts-locked' });
  let opened = session.state.seen.has(block.slot) || !session.writable;

  function lockBehind(): void {
    let open = true;
    for (const part of parts) {
      part.hidden = !open && !opened;
      const recall = part.querySelector<HTMLElement>('.recall');
      if (recall !== null && recall.dataset.done === undefined) open = false;
    }
    locked.hidden = parts.every((part) => !part.hidden);
  }

  for (const [position, part] of parts.entries()) {
    const recall = part.querySelector<HTMLElement>('.recall');
    const details = recall?.querySelector<HTMLDetailsElement>('.recall-answer');
    if (!recall || !details) continue;
    const answer = details.querySelector('p')?.textContent ?? '';
    const accepted = (block.recalls?.[position] ?? [answer]).map((wording) => fold(wording));
    const input = make('input', {
      type: 'text',
      id: `${recall.id}_input`,
      autocomplete: 'off',
      maxlength: 200,
    });
    const result = make('p', { class: 'recall-result', tabindex: -1, hidden: true });
    const settle = () => {
      recall.dataset.done = '';
      lockBehind();
    };
    const check = () => {
      const given = fold(input.value);
      const verdict =
        given === '' ? 'type-first' : accepted.includes(given) ? 'recall-right' : 'recall-compare';
      result.textContent = texts(verdict, { answer });
      result.hidden = false;
      if (given !== '') settle();
      focusOn(result);
    };
    const prompt = recall.querySelector('.recall-prompt');
    if (prompt !== null) input.setAttribute('aria-describedby', idOf(prompt));
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) check();
    });
    details.addEventListener('toggle', () => {
      if (details.open) settle();
    });
    const label = make('label', { for: input.id }, texts('your-answer'));
    details.before(
      make('div', { class: 'recall-form' }, label, input, button(texts('check'), '', check)),
      result,
    );
  }

  const openAll = button(texts('show-all-parts'), 'quiet', () => {
    opened = true;
    const first = parts.find((part) => part.hidden);
    lockBehind();
    if (first !== undefined) focusOn(first.querySelector<HTMLElement>('.part-title') ?? first);
  });
  locked.append(make('span', {}, texts('parts-locked')), ' ', openAll);
  section.querySelector('.parts')?.after(locked);
  lockBehind();
};
