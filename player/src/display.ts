import { make } from './dom';
import type { Texts } from './strings';

/** How the page looks: kept in this browser where it lets us, for all courses of this address. */
interface Display {
  readonly theme: string;
  readonly size: string;
}

const KEPT_UNDER = 'hornbook.display';
const CHOICES = {
  theme: ['system', 'light', 'dark'],
  size: ['normal', 'large', 'larger'],
} as const;
type Aspect = keyof typeof CHOICES;

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
  apply('theme', display.theme);
  apply('size', display.size);
}

/** The menu in the bar that changes it. */
export function displayMenu(texts: Texts): HTMLDetailsElement {
  let display = stored();
  const panel = make('div', { class: 'menu-panel' });
  for (const aspect of ['theme', 'size'] as const) {
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
  return make('details', { class: 'menu display-menu' }, make('summary', {}, texts('display')), panel);
}
