import { button, focusOn, idOf, make } from '../dom';
import type { Table } from './game';

/** Something to type an answer to. */
export interface Task {
  readonly prompt: string;
  /** More to see, such as mixed letters. */
  readonly clue?: string;
  /** What is told of it: the answer, or more where that alone says little. */
  readonly answer: string;
  readonly accepts: (typed: string) => boolean;
}

/** How the line to type into is called and behaves. */
export interface Field {
  readonly label: string;
  readonly numeric?: boolean;
}

/** Ask one task after another; what was not right comes again at the end, until everything is. */
export function ask(table: Table, tasks: readonly Task[], field: Field): void {
  const { board, texts, announce, over } = table;
  const queue = [...tasks];
  const missed = new Set<Task>();
  const prompt = make('p', { class: 'task-prompt' });
  const clue = make('p', { class: 'task-clue', dir: 'auto' });
  const input = make('input', {
    type: 'text',
    class: 'task-input',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    maxlength: 200,
    ...(field.numeric ? { inputmode: 'numeric' } : {}),
  });
  const label = make('label', { for: idOf(input) }, texts(field.label));
  const verdict = make('p', { class: 'task-verdict', role: 'status' });
  const count = make('p', { class: 'game-count' });
  input.setAttribute('aria-describedby', `${idOf(prompt)} ${idOf(clue)}`);
  const check = button(texts('check'), 'primary', answer);
  const skip = button(texts('game-show'), 'quiet', giveUp);
  const next = button(texts('game-next'), 'primary', () => {
    say('', '');
    show();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && !input.readOnly) answer();
  });
  board.append(
    prompt,
    clue,
    label,
    make('div', { class: 'task-form' }, input, check, skip, next),
    verdict,
    count,
  );

  function show(): void {
    const [task] = queue;
    if (task === undefined) {
      const right = tasks.length - missed.size;
      over(texts('tasks-over', { right, total: tasks.length }), right, tasks.length);
      return;
    }
    prompt.textContent = task.prompt;
    clue.textContent = task.clue ?? '';
    clue.hidden = task.clue === undefined;
    input.value = '';
    takeAnswers(true);
    count.textContent = texts('tasks-left', { n: queue.length });
    focusOn(input);
    // What is asked stands above: it is not left behind the bar.
    prompt.scrollIntoView?.({ block: 'nearest' });
  }
  function answer(): void {
    const [task] = queue;
    if (task === undefined) return;
    if (input.value.trim() === '') {
      say('', texts('type-first'));
    } else if (task.accepts(input.value)) {
      queue.shift();
      say('is-right', texts('game-right', { answer: task.answer }));
      show();
    } else {
      missed.add(task);
      say('is-wrong', texts('game-again'));
      input.select();
    }
  }
  /** The answer stands with its question until the learner goes on. */
  function giveUp(): void {
    const task = queue.shift();
    if (task === undefined) return;
    missed.add(task);
    queue.push(task);
    say('is-wrong', texts('game-answer', { answer: task.answer }));
    takeAnswers(false);
    focusOn(next);
  }
  function takeAnswers(on: boolean): void {
    input.readOnly = !on;
    check.hidden = skip.hidden = !on;
    next.hidden = on;
  }
  function say(kind: string, words: string): void {
    verdict.className = `task-verdict ${kind}`;
    verdict.textContent = words;
  }
  announce(texts('tasks-left', { n: tasks.length }));
  show();
}
