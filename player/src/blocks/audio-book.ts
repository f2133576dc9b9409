import { cueAt, readCues } from '../captions';
import type { Attach, Context } from '../context';
import { all, make } from '../dom';
import { heardIn } from '../heard';
import { partList } from '../part-list';
import { buildSound, type Sound } from '../sound';

/** Passages to hear or read; while one is heard, its words are marked, or its captions run along under the controls. */
export const attach: Attach = (section, _block, context) => {
  const parts = all(section, '.book-section').map((element) => ({
    element,
    sound: attachSound(element, context),
  }));
  const list = partList(parts, context.texts);
  if (list !== null) section.querySelector('.book')?.before(list.element);
};

function attachSound(part: HTMLElement, context: Context): Sound | null {
  const place = part.querySelector<HTMLElement>('.sound');
  if (place === null) return null;
  const cues = readCues(part);
  const markHeard = heardIn(part.querySelector('.passage'), cues);
  if (markHeard !== null) {
    context.signal.addEventListener('abort', () => markHeard(undefined));
    return buildSound(place, context, (moment) => markHeard(cueAt(cues, moment)));
  }
  // The passage below says the same: those who listen to the page need not hear it twice.
  const caption = make('p', { class: 'caption-line', 'aria-hidden': 'true', hidden: true });
  const sound = buildSound(place, context, (moment) => {
    const text = cueAt(cues, moment)?.[2] ?? '';
    if (caption.textContent !== text) caption.textContent = text;
    caption.hidden = moment < 0 || cues.length === 0;
  });
  place.append(caption);
  return sound;
}
