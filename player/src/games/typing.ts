import { button, focusOn, idOf, make } from '../dom';
import { fold } from '../folding';
import type { Play } from './game';

/** A longer text is cut at the end of a sentence before this many characters. */
const LONGEST = 160;
/** The unit in which typing is measured everywhere. */
const CHARACTERS_A_WORD = 5;

/** Type sentences of the lesson. Accuracy comes first; time is only shown where the author wants it. */
export const typing: Play = ({ board, data, texts, chance, announce, elapsed, over }) => {
  const sentences = chance
    .shuffled(data.items)
    .slice(0, data.rounds)
    .map(([, text]) => shortened(text));
  let at = 0;
  let slips = 0;
  let typed = 0;
  let started = -1;
  let wasWrong = false;
  const model = make('p', { class: 'typing-model', dir: 'auto' });
  const input = make('input', {
    type: 'text',
    class: 'task-input',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    dir: 'auto',
  });
  const label = make('label', { for: idOf(input) }, texts('typing-label'));
  const verdict = make('p', { class: 'task-verdict', role: 'status' });
  const count = make('p', { class: 'game-count' });
  input.setAttribute('aria-describedby', idOf(model));
  const skip = button(texts('typing-skip'), 'quiet', () => next());
  board.append(model, label, make('div', { class: 'task-form' }, input, skip), verdict, count);
  input.addEventListener('input', look);
  input.addEventListener('paste', (event) => event.preventDefault());

  function show(): void {
    const sentence = sentences[at];
    if (sentence === undefined) {
      finish();
      return;
    }
    input.value = '';
    wasWrong = false;
    mark(sentence, 0, 0);
    count.textContent = texts('typing-count', { n: at + 1, total: sentences.length });
    focusOn(input);
  }

  /** What is typed right, the place of the first slip, and the rest; a slip is underlined and said, not only coloured. */
  function mark(sentence: string, right: number, wrong: number): void {
    const letters = [...sentence];
    model.replaceChildren(
      make('span', { class: 'typed' }, letters.slice(0, right).join('')),
      make('mark', { class: 'slip' }, letters.slice(right, right + wrong).join('')),
      letters.slice(right + wrong).join(''),
    );
  }

  function look(): void {
    const sentence = sentences[at] ?? '';
    if (started < 0) started = elapsed();
    const wanted = [...sentence];
    const given = [...input.value];
    let right = 0;
    while (right < given.length && same(given[right], wanted[right])) right++;
    const wrong = given.length - right;
    mark(sentence, right, Math.min(wrong, wanted.length - right));
    if (wrong > 0 && !wasWrong) {
      slips++;
      verdict.textContent = texts('typing-slip', { letter: wanted[right] ?? '' });
    }
    if (wrong === 0) verdict.textContent = '';
    wasWrong = wrong > 0;
    if (wrong === 0 && given.length === wanted.length) {
      typed += wanted.length;
      announce(texts('typing-done'));
      next();
    }
  }

  function next(): void {
    at++;
    show();
  }

  function finish(): void {
    const accuracy = typed === 0 ? 0 : Math.floor((100 * typed) / (typed + slips));
    const lines = [texts('typing-over', { accuracy })];
    const minutes = (elapsed() - started) / 60_000;
    if (data.timed && typed > 0 && minutes > 0) {
      const speed = Math.round(typed / CHARACTERS_A_WORD / minutes);
      lines.push(texts('typing-speed', { speed }));
      if (data.goal > 0)
        lines.push(texts(speed >= data.goal ? 'typing-goal' : 'typing-no-goal', { goal: data.goal }));
    }
    over(lines.join(' '), accuracy, 100);
  }
  show();
};

/** Straight and curly quotes, hyphens and dashes are one key on most keyboards. */
function same(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return (
    one === other || (fold(one, true) === fold(other, true) && (one.trim() === '') === (other.trim() === ''))
  );
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST);
  const end = Math.max(
    cut.lastIndexOf('. '),
    cut.lastIndexOf('! '),
    cut.lastIndexOf('? '),
    cut.lastIndexOf('。'),
  );
  return end > 20
    ? cut.slice(0, end + 1)
    : cut.slice(0, cut.lastIndexOf(' ') > 20 ? cut.lastIndexOf(' ') : LONGEST);
}
