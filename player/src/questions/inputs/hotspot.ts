import { all } from '../../dom';
import { type Control, type Input, options } from '../input';

const regions = (element: HTMLElement) => all(element, '.region') as HTMLButtonElement[];
const box = (element: HTMLElement, key: string | undefined) =>
  element.querySelector<HTMLInputElement>(`.option input[value="${key}"]`);

/** A picture with buttons over its regions, and a plain list that says the same; each follows the other. */
export const hotspot: Input = {
  ...options,
  ask: 'region-first',
  attach(element) {
    for (const region of regions(element)) {
      const [left, top, width, height] = (region.dataset.place ?? '').split(' ').map(Number) as [
        number,
        number,
        number,
        number,
      ];
      // Placed by its centre: a region smaller than a finger grows around it.
      region.style.left = `${left + width / 2}%`;
      region.style.top = `${top + height / 2}%`;
      region.style.width = `${width}%`;
      region.style.height = `${height}%`;
      region.hidden = false;
      region.addEventListener('click', () => {
        const chosen = box(element, region.dataset.key);
        if (chosen === null) return;
        chosen.checked = chosen.type === 'radio' || !chosen.checked;
        for (const name of ['input', 'change']) chosen.dispatchEvent(new Event(name, { bubbles: true }));
      });
    }
    element.addEventListener('input', () => follow(element));
    // With the list open each place would be met twice by those who go from name to name.
    const list = element.querySelector<HTMLDetailsElement>('.region-list');
    list?.addEventListener('toggle', () => {
      for (const region of regions(element)) {
        region.tabIndex = list.open ? -1 : 0;
        if (list.open) region.setAttribute('aria-hidden', 'true');
        else region.removeAttribute('aria-hidden');
      }
    });
  },
  write(element, answer) {
    options.write(element, answer);
    follow(element);
  },
  controls: (element): readonly Control[] => [...options.controls(element), ...regions(element)],
  arrange(element, question, keys, seed) {
    options.arrange?.(element, question, keys, seed);
  },
  show(element, shown) {
    options.show(element, shown);
    let told = false;
    for (const region of regions(element)) {
      const option = element.querySelector(`.option[data-key="${region.dataset.key}"]`);
      for (const name of ['is-right', 'is-wrong'])
        region.classList.toggle(name, option?.classList.contains(name) ?? false);
      told ||= option?.querySelector('.feedback:not([hidden])') != null;
    }
    // What is said stands in the list.
    if (told || shown.reveal) openList(element);
  },
  clear(element) {
    options.clear(element);
    for (const region of regions(element)) region.classList.remove('is-right', 'is-wrong');
  },
};

function follow(element: HTMLElement): void {
  for (const region of regions(element)) {
    region.setAttribute('aria-pressed', String(box(element, region.dataset.key)?.checked ?? false));
  }
}

function openList(element: HTMLElement): void {
  const list = element.querySelector<HTMLDetailsElement>('.region-list');
  if (list !== null) list.open = true;
}
