import { all, button, make, putBeside, showFrame } from '../dom';
import { writeHash } from '../route';
import { ARRIVED, onDisk, type Searching } from '../search-button';
import { breath } from '../slices';
import { loadWords, lookNear, type Piece, piecesOf } from './index';
import { mark, unmark } from './mark';
import { hits, placed, wordsOf } from './words';

/** So many places are shown; who finds more looks for more words. */
const MOST = 40;
/** How long a pause in typing is before the search begins, in milliseconds. */
const PAUSE = 150;
/** Characters of a piece that are shown before the first word that was found, and in all. */
const BEFORE = 50;
const SHOWN = 180;

let panel: Panel | null = null;

export function open(tools: Searching): void {
  panel ??= new Panel(tools);
  panel.show();
}

/** A dialog: a field, how many places were found, and the places as links. */
class Panel {
  private readonly input = make('input', {
    type: 'search',
    id: 'search_words',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
  });
  private readonly count = make('p', { class: 'search-count', role: 'status' });
  private readonly results = make('ol', { class: 'search-results' });
  private readonly dialog: HTMLDialogElement;
  private pieces: readonly Piece[] = [];
  private timer = 0;

  constructor(private readonly tools: Searching) {
    const { texts } = tools;
    const label = make('label', { for: 'search_words' }, texts('search-course'));
    const close = button(texts('close'), 'quiet', () => this.dialog.close());
    const form = make(
      'form',
      { role: 'search' },
      label,
      make('div', { class: 'search-field' }, this.input, close),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.search();
      this.links()[0]?.focus();
    });
    this.dialog = make(
      'dialog',
      { class: 'search-panel', 'aria-label': texts('search') },
      form,
      this.count,
      this.results,
    );
    this.input.addEventListener('input', () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.search(), PAUSE);
    });
    this.dialog.addEventListener('keydown', (event) => this.move(event));
    this.dialog.addEventListener('click', (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    putBeside(this.dialog);
  }

  show(): void {
    unmark();
    this.dialog.showModal();
    this.bringFrame();
    this.input.select();
    if (this.pieces.length === 0) void this.load();
  }

  /** The dialog has all of our frame, which may reach out of the LMS's window: nothing in it brings it into view then. */
  private bringFrame(): void {
    const frame = window.frameElement;
    const seen = frame?.ownerDocument.defaultView?.innerHeight ?? 0;
    if (frame === null || frame.getBoundingClientRect().bottom <= seen) return;
    frame.scrollIntoView();
    showFrame();
  }

  private async load(): Promise<void> {
    const { fromDisk, fetch, texts } = this.tools;
    try {
      const words = await loadWords(fromDisk, fetch);
      await breath();
      this.pieces = piecesOf(words);
      this.count.textContent = '';
      this.search();
    } catch {
      this.count.textContent = texts('search-lost');
    }
  }

  private search(): void {
    window.clearTimeout(this.timer);
    const { texts } = this.tools;
    const asked = wordsOf(this.input.value);
    if (this.pieces.length === 0) return;
    const { total, pieces, words } = lookNear(this.pieces, asked, MOST);
    this.results.replaceChildren(...pieces.map((piece) => this.result(piece, words)));
    const found =
      total > pieces.length
        ? texts('search-first', { n: pieces.length, total })
        : texts.count('search-found', total);
    if (asked.length === 0) this.count.textContent = '';
    else if (total === 0) this.count.textContent = texts('search-none');
    else
      this.count.textContent = words.every((word) => asked.includes(word))
        ? found
        : texts('search-near', { found });
  }

  private result(piece: Piece, words: readonly string[]): HTMLElement {
    const { lesson, block, heading } = piece;
    const { fromDisk } = this.tools;
    const query = words.join(' ');
    const href = fromDisk ? onDisk(lesson.address, block, query) : writeHash({ lesson: lesson.id, block });
    const place =
      block === '' || piece.isHeading ? lesson.title : `${lesson.title} \u203a ${shorten(heading)}`;
    const link = make(
      'a',
      { href },
      make('span', { class: 'search-place', dir: 'auto' }, place),
      make('span', { class: 'search-text', dir: 'auto' }, ...excerpt(piece.text, words)),
    );
    link.addEventListener('click', () => {
      this.dialog.close();
      if (!fromDisk) document.addEventListener(ARRIVED, () => mark(block, query), { once: true });
    });
    return make('li', {}, link);
  }

  private links(): HTMLElement[] {
    return all(this.results, 'a');
  }

  /** Arrow keys go from the field through the places and back; Escape closes at once, and does not empty the field first. */
  private move(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault();
      this.dialog.close();
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const stops = [this.input, ...this.links()];
    const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 58)}\u2026` : text);

/** The part of a text around the first word, with the words marked. */
function excerpt(text: string, words: readonly string[]): (string | HTMLElement)[] {
  const found = hits(placed(text), words);
  const first = found[0]?.[0] ?? 0;
  const space = text.lastIndexOf(' ', Math.max(0, first - BEFORE));
  // A text without spaces is cut anywhere.
  const start = first <= BEFORE ? 0 : first - space < 2 * BEFORE ? space + 1 : first - BEFORE;
  const cut = text.length > start + SHOWN ? text.lastIndexOf(' ', start + SHOWN) : text.length;
  const end = cut > (found[0]?.[1] ?? start) ? cut : Math.min(text.length, start + SHOWN);
  const parts: (string | HTMLElement)[] = start > 0 ? ['\u2026 '] : [];
  let at = start;
  for (const [from, to] of found) {
    if (to > end) break;
    parts.push(text.slice(at, from), make('mark', {}, text.slice(from, to)));
    at = to;
  }
  parts.push(text.slice(at, end), end < text.length ? ' \u2026' : '');
  return parts;
}
