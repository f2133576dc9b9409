import { type Aspect, KEPT_UNDER } from './display';
import { make } from './dom';
import { Store } from './store';
import type { Texts } from './strings';

/** The first choice of each aspect is the page as it comes, without an attribute. */
const CHOICES: Readonly<Record<Aspect, readonly string[]>> = {
  theme: ['system', 'light', 'dark'],
  size: ['normal', 'large', 'larger'],
  contrast: ['system', 'high'],
  motion: ['system', 'less'],
};

/** How the page may look: each aspect a choice, which is applied and kept. */
export function displayChoices(texts: Texts): HTMLElement[] {
  const page = document.documentElement.dataset;
  return (Object.keys(CHOICES) as Aspect[]).map((aspect) => {
    const [plain = '', ...others] = CHOICES[aspect];
    const choice = make(
      'fieldset',
      { class: 'display-choice' },
      make('legend', {}, texts(`display-${aspect}`)),
    );
    const current = others.find((value) => value === page[aspect]) ?? plain;
    for (const value of CHOICES[aspect]) {
      const input = make('input', { type: 'radio', name: `display_${aspect}`, value });
      input.checked = value === current;
      input.addEventListener('change', () => {
        if (value === plain) delete page[aspect];
        else page[aspect] = value;
        keep();
      });
      choice.append(make('label', {}, input, make('span', {}, texts(`${aspect}-${value}`))));
    }
    return choice;
  });
}

/** Keep what the page shows. */
function keep(): void {
  const { theme, size, contrast, motion } = document.documentElement.dataset;
  new Store(window).keep(KEPT_UNDER, JSON.stringify({ theme, size, contrast, motion }));
}
