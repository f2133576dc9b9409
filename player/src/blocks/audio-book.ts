import { cueAt, readCues } from '../captions';
import type { Attach } from '../context';
import { all, make } from '../dom';
import { buildSound } from '../sound';

/** Passages to hear or read; while one is heard, its captions run along under the controls. */
export const attach: Attach = (section, _block, context) => {
  for (const part of all(section, '.book-section')) {
    const place = part.querySelector<HTMLElement>('.sound');
    if (place === null) continue;
    const cues = readCues(part);
    // The passage below says the same: those who listen to the page need not hear it twice.
    const caption = make('p', { class: 'caption-line', 'aria-hidden': 'true', hidden: true });
    buildSound(place, context, (moment) => {
      const text = cueAt(cues, moment)?.[2] ?? '';
      if (caption.textContent !== text) caption.textContent = text;
      caption.hidden = moment < 0 || cues.length === 0;
    });
    place.append(caption);
  }
};
