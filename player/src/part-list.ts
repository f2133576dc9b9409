import { button, focusOn, make } from './dom';
import { clock, type Sound } from './sound';
import type { Texts } from './strings';

/** A part of a recording: its heading, and its sound where it has one. */
export interface ListedPart {
  readonly element: HTMLElement;
  readonly sound: Sound | null;
}

export interface PartList {
  readonly element: HTMLElement;
  /** Parts that are closed cannot be gone to. */
  update(): void;
}

/** The parts with their lengths, each of which can be gone to; one part alone needs no list. */
export function partList(parts: readonly ListedPart[], texts: Texts): PartList | null {
  if (parts.length < 2) return null;
  const list = make('ol', { class: 'part-list no-print', 'aria-label': texts('parts-list') });
  const entries = parts.map(({ element, sound }) => {
    const title = element.querySelector<HTMLElement>('.part-title') ?? element;
    const length = make('span', { class: 'part-length' });
    const closed = make('span', { class: 'visually-hidden', hidden: true }, ` ${texts('part-closed')}`);
    const go = button('', 'quiet part-go', () => focusOn(title));
    go.append(make('span', { class: 'part-name' }, title.textContent ?? ''), closed, ' ', length);
    list.append(make('li', {}, go));
    const audio = sound?.element;
    const tell = () => {
      if (audio !== undefined && Number.isFinite(audio.duration)) length.textContent = clock(audio.duration);
    };
    audio?.addEventListener('loadedmetadata', tell);
    tell();
    return { element, go, closed };
  });
  return {
    element: list,
    update() {
      for (const { element, go, closed } of entries) {
        go.disabled = Boolean(element.hidden);
        closed.hidden = !element.hidden;
      }
    },
  };
}
