import type { Attach } from '../context';
import { button, make } from '../dom';

/** Cover it and say it. */
export const attach: Attach = (section, _block, { texts }) => {
  const text = section.querySelector<HTMLElement>('.aid-text');
  if (text === null) return;
  const prompt = make('p', { class: 'cover-prompt', hidden: true }, texts('cover-prompt'));
  const toggle = button(texts('cover'), 'quiet', () => {
    const covered = !text.hidden;
    text.hidden = covered;
    prompt.hidden = !covered;
    toggle.textContent = texts(covered ? 'uncover' : 'cover');
  });
  text.after(prompt, make('div', { class: 'block-tools' }, toggle));
};
