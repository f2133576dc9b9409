/** The problems of the course, over the course: errors open the list by themselves, warnings wait to be asked for. */
import { byId, make } from './panel.js';

export class Problems {
  constructor() {
    this.told = '';
    this.button = byId('problems-button');
    this.box = byId('problems');
    this.button.addEventListener('click', () => this.open(this.box.hidden));
  }

  /** `served`: there is a version without errors; `held`: it is not the newest. */
  show(problems, served, held) {
    const told = JSON.stringify([problems, served, held]);
    if (told === this.told) return;
    this.told = told;
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    this.button.hidden = problems.length === 0;
    this.button.textContent = [plural(errors, 'error'), plural(problems.length - errors, 'warning')]
      .filter(Boolean)
      .join(', ');
    this.button.classList.toggle('bad', errors > 0);
    const hide = make('button', { type: 'button', className: 'button' }, 'Hide');
    hide.addEventListener('click', () => {
      this.open(false);
      this.button.focus();
    });
    const lead = !errors
      ? 'These do not stop a build.'
      : !served
        ? 'The course appears as soon as they are mended.'
        : held
          ? 'Below is the last version without errors. The new one appears as soon as they are mended.'
          : 'These stop a build; the course below is as it is now.';
    const head = make('div', { className: 'problems-head' }, make('h2', {}, this.button.textContent), hide);
    const list = make('ol', { className: 'problem-list' }, ...problems.map(item));
    this.box.replaceChildren(head, make('p', { className: 'small' }, lead), list);
    this.open(errors > 0);
  }

  open(wanted) {
    this.box.hidden = !wanted;
    this.button.setAttribute('aria-expanded', String(wanted));
  }
}

function item({ path, line, column, severity, code, message, hint, excerpt }) {
  const place = line ? `${path}:${line}:${column || 1}` : path;
  const head = make(
    'p',
    { className: 'problem-head' },
    make('code', { className: 'problem-place' }, place),
    make('span', { className: 'problem-code' }, code),
  );
  const source = excerpt
    ? make(
        'pre',
        { className: 'excerpt', tabIndex: 0 },
        excerpt.replaceAll('\t', ' '),
        `\n${' '.repeat(Math.max(column, 1) - 1)}^`,
      )
    : null;
  const help = hint ? make('p', { className: 'problem-hint' }, hint) : null;
  return make(
    'li',
    { className: `problem ${severity}` },
    head,
    make('p', { className: 'problem-message' }, message),
    source,
    help,
  );
}

function plural(number, word) {
  return number === 0 ? '' : number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
