import { button, focusOn, make, toTop } from '../dom';
import { AT_ONCE } from '../slices';
import type { Texts } from '../strings';
import type { QuestionFace } from './question';

/** How a question stands, for the list of questions. */
export interface Standing {
  /** `open`, `answered`, `right`, `partly`, `wrong`. */
  readonly state: string;
  readonly flagged: boolean;
}

const MARKED: readonly string[] = ['right', 'partly', 'wrong'];

/** The bar over the questions: how far the learner is, a list of all of them to jump to, and the clock. */
export class QuizBar {
  readonly element = make('div', { class: 'quiz-bar', hidden: true });
  private readonly summary = make('summary', {});
  private readonly list = make('ol', { class: 'quiz-list' });
  private readonly nav;
  private readonly clock = make('span', { class: 'quiz-clock', role: 'timer', hidden: true });
  private faces: readonly QuestionFace[] = [];
  private standings: readonly Standing[] = [];
  private items: HTMLButtonElement[] = [];

  constructor(private readonly texts: Texts) {
    this.nav = make('details', { class: 'quiz-nav' }, this.summary, this.list);
    this.element.append(this.nav, this.clock);
    this.nav.addEventListener('toggle', () => {
      if (this.nav.open) this.makeItems();
    });
    this.nav.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.nav.open) return;
      this.nav.open = false;
      this.summary.focus();
    });
  }

  /** List the questions of an attempt; a long list is made when somebody looks at it. */
  deal(faces: readonly QuestionFace[]): void {
    this.faces = faces;
    this.items = [];
    // Left open over another attempt, the list would hide its first question.
    this.nav.open = false;
    this.list.replaceChildren();
    if (faces.length <= AT_ONCE) this.makeItems();
  }

  private makeItems(): void {
    if (this.items.length === this.faces.length) return;
    this.items = this.faces.map((face) =>
      button('', 'quiz-jump', () => {
        this.nav.open = false;
        focusOn(face.heading);
        toTop(face.element);
      }),
    );
    this.list.replaceChildren(...this.items.map((item) => make('li', {}, item)));
    this.showStandings();
  }

  /** Show how the questions stand; `counted` is what the bar says of them until all are marked that can be. */
  update(standings: readonly Standing[], counted: string): void {
    this.standings = standings;
    this.showStandings();
    const number = (...states: readonly string[]) =>
      standings.filter(({ state }) => states.includes(state)).length;
    const total = number(...MARKED);
    const unmarked = number('answered');
    const flags = standings.filter(({ flagged }) => flagged).length;
    const said = [counted];
    if (total > 0 && total + unmarked === standings.length) {
      said[0] = this.texts('right-count', { right: number('right'), total });
      if (unmarked > 0) said.push(this.texts.count('unmarked', unmarked));
    }
    if (flags > 0) said.push(this.texts.count('flags', flags));
    const text = said.join(' \u00b7 ');
    if (this.summary.textContent !== text) this.summary.textContent = text;
  }

  private showStandings(): void {
    this.items.forEach((item, position) => {
      const standing = this.standings[position];
      if (standing === undefined) return;
      const { state, flagged } = standing;
      const key = `${state} ${flagged}`;
      if (item.dataset.standing === key) return;
      item.dataset.standing = key;
      item.dataset.state = state;
      item.toggleAttribute('data-flagged', flagged);
      const words = [this.texts(`standing-${state}`), ...(flagged ? [this.texts('flagged')] : [])];
      item.replaceChildren(
        make('span', { 'aria-hidden': 'true' }, String(position + 1)),
        make(
          'span',
          { class: 'visually-hidden' },
          `${this.texts('question', { n: position + 1 })}: ${words.join(', ')}`,
        ),
      );
    });
  }

  set shown(shown: boolean) {
    this.nav.hidden = !shown;
    this.element.hidden = !shown && this.clock.hidden;
  }

  /** The time left in words, with no time '' ; `late` where it runs out. */
  showClock(text: string, late = false): void {
    this.clock.hidden = text === '';
    this.clock.classList.toggle('is-late', late);
    this.clock.replaceChildren(
      make('span', { class: 'visually-hidden' }, this.texts('time-left')),
      text === '' ? '' : ` ${text}`,
    );
    this.element.hidden = this.nav.hidden && text === '';
  }
}
