import type { Attach } from '../context';
import { button, idOf, make } from '../dom';

/** Cover it and say it. What is covered keeps its room on the page, and is hidden from screen readers too. */
export const attach: Attach = (section, _block, { texts }) => {
  const aid = section.querySelector<HTMLElement>('.aid');
  if (aid === null) return;
  const prompt = make('p', { class: 'cover-prompt', hidden: true }, texts('cover-prompt'));
  const toggle = button(texts('cover'), 'quiet', () => {
    const covered = aid.classList.toggle('covered');
    prompt.hidden = !covered;
    toggle.textContent = texts(covered ? 'uncover' : 'cover');
  });
  const title = section.querySelector('.block-title');
  if (title !== null) toggle.setAttribute('aria-describedby', idOf(title));
  // Behind the button, which stays where it was pressed.
  aid.append(make('div', { class: 'actions' }, toggle, prompt));
};
