import { all, asText, make } from '../../dom';
import { mixedSteps } from '../../draw';
import { keyCharacter, keyNumber, listOf } from '../answer';
import { byKeys, type Input, type Tools, verdict } from '../input';

const list = (element: HTMLElement) => element.querySelector<HTMLElement>('.order-list') as HTMLElement;
const steps = (element: HTMLElement) => all(element, '.order-step');
const buttons = (element: HTMLElement) => all(element, '.order-move') as HTMLButtonElement[];
const keyOf = (step: HTMLElement) => step.dataset.key ?? '';
const nameOf = (step: HTMLElement) => asText(step.querySelector('.order-text'));

/**
 * A list whose steps are moved by their buttons or by dragging. Before the learner has moved one, the order shown is
 * chance's and no answer.
 */
export const order: Input = {
  ask: 'order-first',
  typed: false,
  attach(element, tools) {
    const whole = list(element);
    for (const step of steps(element)) {
      const name = nameOf(step);
      const move = (by: -1 | 1, key: string, sign: string) => {
        const control = make(
          'button',
          { type: 'button', class: 'order-move', 'aria-label': tools.texts(key, { step: name }) },
          make('span', { 'aria-hidden': 'true' }, sign),
        );
        control.dataset.by = String(by);
        control.addEventListener('click', () => shift(element, step, by, tools));
        return control;
      };
      const moves = make(
        'span',
        { class: 'order-moves' },
        move(-1, 'step-up', '\u2191'),
        move(1, 'step-down', '\u2193'),
      );
      const grip = make('span', { class: 'order-grip', 'aria-hidden': 'true' });
      grip.addEventListener('pointerdown', (event) => drag(element, step, grip, event, tools));
      step
        .querySelector('.order-row')
        ?.prepend(grip, make('span', { class: 'order-place', 'aria-hidden': 'true' }));
      step.querySelector('.order-row')?.append(moves);
    }
    whole.after(make('p', { class: 'order-keys' }, tools.texts('step-keys')));
    whole.addEventListener('keydown', (event) => walk(element, event));
    whole.addEventListener('focusin', (event) => rove(element, event.target as HTMLElement));
    settle(element);
  },
  read(element) {
    if (list(element).dataset.moved === undefined) return null;
    return { list: steps(element).map((step) => keyNumber(keyOf(step))) };
  },
  write(element, answer) {
    const keys = listOf(answer)
      .filter((number) => number >= 0 && number < 36)
      .map(keyCharacter);
    if (keys.length === 0) {
      delete list(element).dataset.moved;
    } else {
      // Steps that came since stand at the end.
      const rest = steps(element)
        .map(keyOf)
        .filter((key) => !keys.includes(key));
      byKeys(list(element), '.order-step', [...keys, ...rest].join(''));
      list(element).dataset.moved = '';
    }
    settle(element);
  },
  controls: buttons,
  arrange(element, question, _keys, seed) {
    // Without the key in the page whoever made it has mixed the steps.
    if (question.steps !== undefined)
      byKeys(list(element), '.order-step', mixedSteps(question.steps, question.slot, seed).join(''));
    settle(element);
  },
  show(element, { question, outcome, reveal, texts }) {
    question.steps?.forEach((key, position) => {
      const step = steps(element).find((candidate) => keyOf(candidate) === key);
      if (step === undefined) return;
      const isRight = outcome.parts[position] ?? false;
      step.classList.add(isRight ? 'is-right' : 'is-wrong');
      // Right is what stands in order with others, whatever its place: that is what earns points.
      const said = isRight ? 'step-right' : reveal ? 'step-belongs' : 'step-wrong';
      step.querySelector('.order-words')?.append(' ', verdict(texts(said, { n: position + 1 })));
      for (const feedback of all(step, '.feedback')) feedback.hidden = isRight;
    });
  },
  clear(element) {
    for (const added of all(element, '.option-mark')) added.remove();
    for (const step of steps(element)) step.classList.remove('is-right', 'is-wrong');
  },
  interaction({ steps: right = [] }, answer) {
    return { type: 'sequencing', response: listOf(answer).map(keyCharacter), correct: right };
  },
};

/** Numbers, and which buttons lead nowhere; these stay focusable, so that the focus is not lost at an end. */
function settle(element: HTMLElement): void {
  const all = steps(element);
  all.forEach((step, place) => {
    const number = step.querySelector('.order-place');
    if (number !== null) number.textContent = String(place + 1);
    for (const control of buttons(step)) {
      const end = control.dataset.by === '1' ? place === all.length - 1 : place === 0;
      control.setAttribute('aria-disabled', String(end));
    }
  });
  // Someone who is going through the list stays where they are.
  const here = document.activeElement;
  rove(element, here instanceof HTMLElement && list(element).contains(here) ? here : null);
}

/** One step's buttons are reached by the tab key, the others by arrows. */
function rove(element: HTMLElement, target: HTMLElement | null): void {
  const current = target?.closest('.order-step') ?? steps(element)[0];
  for (const control of buttons(element)) control.tabIndex = current?.contains(control) ? 0 : -1;
}

function walk(element: HTMLElement, event: KeyboardEvent): void {
  const control = (event.target as HTMLElement).closest<HTMLElement>('.order-move');
  if (control === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = steps(element);
  const here = all.findIndex((step) => step.contains(control));
  const places: Record<string, number> = {
    ArrowUp: here - 1,
    ArrowDown: here + 1,
    Home: 0,
    End: all.length - 1,
  };
  const next = all[places[event.key] ?? -1];
  if (!(event.key in places)) return;
  event.preventDefault();
  next?.querySelector<HTMLElement>(`.order-move[data-by="${control.dataset.by}"]`)?.focus();
}

function shift(element: HTMLElement, step: HTMLElement, by: -1 | 1, tools: Tools): void {
  const neighbour = by < 0 ? step.previousElementSibling : step.nextElementSibling;
  if (neighbour === null) return;
  const focused = document.activeElement;
  if (by < 0) neighbour.before(step);
  else neighbour.after(step);
  // Where an element is put anew its focus is lost.
  if (focused instanceof HTMLElement && step.contains(focused)) focused.focus();
  moved(element, step, tools);
}

function moved(element: HTMLElement, step: HTMLElement, { texts, announce }: Tools): void {
  list(element).dataset.moved = '';
  settle(element);
  for (const name of ['input', 'change']) list(element).dispatchEvent(new Event(name, { bubbles: true }));
  const all = steps(element);
  announce(texts('step-moved', { step: nameOf(step), n: all.indexOf(step) + 1, total: all.length }));
}

/** The step follows the pointer through the list; let go, it stays where it is. */
function drag(
  element: HTMLElement,
  step: HTMLElement,
  grip: HTMLElement,
  start: PointerEvent,
  tools: Tools,
): void {
  if (start.button !== 0 || buttons(step).some((control) => control.disabled)) return;
  start.preventDefault();
  const before = steps(element).indexOf(step);
  grip.setPointerCapture(start.pointerId);
  step.classList.add('is-dragged');
  const follow = ({ clientY }: PointerEvent) => {
    for (const other of steps(element)) {
      const { top, bottom } = other.getBoundingClientRect();
      if (other === step || clientY < top || clientY > bottom) continue;
      passBy(step, other);
      settle(element);
      return;
    }
  };
  const stop = () => {
    grip.removeEventListener('pointermove', follow);
    step.classList.remove('is-dragged');
    if (steps(element).indexOf(step) !== before) moved(element, step, tools);
  };
  grip.addEventListener('pointermove', follow);
  grip.addEventListener('lostpointercapture', stop, { once: true });
}

/** The others go past the step: an element that is put anew would lose the pointer that it has captured. */
function passBy(step: HTMLElement, other: HTMLElement): void {
  const isBelow = step.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  for (;;) {
    const next = isBelow ? step.nextElementSibling : step.previousElementSibling;
    if (next === null) return;
    if (isBelow) step.before(next);
    else step.after(next);
    if (next === other) return;
  }
}
