import { make } from './dom';
import { expectParts, withParts } from './late';
import type { Texts } from './strings';

/** How the page looks: kept in this browser where it lets us, for all courses of this address. */
export const KEPT_UNDER = 'hornbook.display';
const ASPECTS = ['theme', 'size', 'contrast', 'motion'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Apply what was chosen before; as early as possible, so that the page does not flash. */
export function restoreDisplay(): void {
  try {
    const kept: Partial<Record<Aspect, string>> = JSON.parse(localStorage.getItem(KEPT_UNDER) ?? '{}');
    for (const aspect of ASPECTS) if (kept[aspect]) document.documentElement.dataset[aspect] = kept[aspect];
  } catch {
    // Storage is blocked or damaged: the page looks as it comes.
  }
}

/** What the menu offers, once it is there. */
export const DISPLAY: { choices?: (texts: Texts) => HTMLElement[] } = {};
const PARTS = ['display'];

/** The menu in the bar that changes it; what it offers comes when somebody turns to it. */
export function displayMenu(texts: Texts): HTMLDetailsElement {
  const panel = make('div', { class: 'menu-panel', hidden: true });
  const menu = make('details', { class: 'menu display-menu' }, make('summary', {}, texts('display')), panel);
  for (const turn of ['pointerover', 'focusin'])
    menu.addEventListener(turn, () => expectParts(PARTS), { once: true });
  menu.addEventListener('toggle', () => {
    const show = (...shown: (Node | string)[]) => {
      panel.replaceChildren(...shown);
      panel.hidden = false;
    };
    if (!menu.open || panel.querySelector('fieldset') !== null) return;
    withParts(
      PARTS,
      () => show(...(DISPLAY.choices?.(texts) ?? [])),
      () => show(make('p', { role: 'status' }, texts('part-failed'))),
    );
  });
  return menu;
}
