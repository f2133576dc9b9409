import { make } from './dom';
import { printChoice } from './print-choice';
import type { Texts } from './strings';

/** How the page looks: kept in this browser where it lets us, for all courses of this address. */
interface Display {
  readonly theme: string;
  readonly size: string;
  readonly contrast: string;
  readonly motion: string;
}

const KEPT_UNDER = 'hornbook.display';
const CHOICES = {
  theme: ['system', 'light', 'dark'],
  size: ['normal', 'large', 'larger'],
  contrast: ['system', 'high'],
  motion: ['system', 'less'],
} as const;
type Aspect = keyof typeof CHOICES;
const ASPECTS = Object.keys(CHOICES) as Aspect[];

function stored(): Partial<Display> {
  try {
    return (JSON.parse(localStorage.getItem(KEPT_UNDER) ?? '{}') ?? {}) as Partial<Display>;
  } catch {
    return {};
  }
}

function keep(display: Partial<Display>): void {
  try {
    localStorage.setItem(KEPT_UNDER, JSON.stringify(display));
  } catch {
    // Storage is blocked: the choice holds for this page.
  }
}

/** The first choice of each aspect is the page as it comes, without an attribute. */
function apply(aspect: Aspect, value: string | undefined): string {
  const known =
    (CHOICES[aspect] as readonly string[]).find((choice) => choice === value) ?? CHOICES[aspect][0];
  if (known === CHOICES[aspect][0]) delete document.documentElement.dataset[aspect];
  else document.documentElement.dataset[aspect] = known;
  return known;
}

/** Apply what was chosen before; as early as possible, so that the page does not flash. */
export function restoreDisplay(): void {
  const display = stored();
  for (const aspect of ASPECTS) apply(aspect, display[aspect]);
}

/** The menu in the bar that changes it. */
export function displayMenu(texts: Texts): HTMLDetailsElement {
  let display = stored();
  const panel = make('div', { class: 'menu-panel' });
  for (const aspect of ASPECTS) {
    const choice = make(
      'fieldset',
      { class: 'display-choice' },
      make('legend', {}, texts(`display-${aspect}`)),
    );
    const current = apply(aspect, display[aspect]);
    for (const value of CHOICES[aspect]) {
      const input = make('input', { type: 'radio', name: `display_${aspect}`, value });
      input.checked = value === current;
      input.addEventListener('change', () => {
        display = { ...display, [aspect]: apply(aspect, value) };
        keep(display);
      });
      choice.append(make('label', {}, input, make('span', {}, texts(`${aspect}-${value}`))));
    }
    panel.append(choice);
  }
  panel.append(printChoice(texts));
  return make('details', { class: 'menu display-menu' }, make('summary', {}, texts('display')), panel);
}
