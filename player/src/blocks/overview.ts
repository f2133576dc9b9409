import type { Attach } from '../context';
import { all, make } from '../dom';
import type { Level } from '../state/model';

/** The lesson in three lengths; the choice is kept for the next lesson. */
export const attach: Attach = (section, block, { session, texts }) => {
  const levels = all(section, '.level');
  const choice = make('fieldset', { class: 'segments' });
  choice.append(make('legend', { class: 'visually-hidden' }, texts('level-choice')));
  const show = (chosen: number) => {
    levels.forEach((level, position) => {
      level.hidden = position !== chosen;
    });
  };
  levels.forEach((level, position) => {
    const title = level.querySelector('.level-title');
    const input = make('input', { type: 'radio', name: `level_${block.slot}`, value: position });
    input.checked = position === session.state.level;
    input.addEventListener('change', () => {
      show(position);
      if (session.writable) {
        session.change(
          (draft) => {
            draft.level = position as Level;
          },
          { commit: false },
        );
      }
    });
    choice.append(make('label', {}, input, make('span', {}, title?.textContent ?? '')));
  });
  levels[0]?.parentElement?.before(choice);
  show(session.state.level);
};
