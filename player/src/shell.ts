import { buildBanners } from './banners';
import { buildBar } from './bar';
import { buildContents, type Contents } from './contents';
import type { Context } from './context';
import { type CourseData, type LessonEntry, readLesson } from './course';
import { all, button, focusOn, make, showFrame, toTop } from './dom';
import { finishedPanel, leftPanel, lessonPanel, openPanel } from './finish';
import { partsAround } from './late';
import { followReading, partsFor, sectionOf } from './lesson';
import { showObjectives } from './objectives';
import { followPictures } from './pictures';
import { COVER, type Route, readHash, routeOf, writeHash } from './route';
import { ARRIVED, searchButton } from './search-button';
import type { Session } from './session';
import { breath } from './slices';
import { Store } from './store';
import type { Texts } from './strings';
import { followTerms } from './terms';
import { Waking } from './waking';

/** How long a lesson may take to arrive, and after how long the page says that it is waiting. */
const FETCH_LIMIT = 30_000;
const WAITING_SHOWN_AFTER = 300;

/** The lesson that this browser has read last, of each course. `ask_early.js` knows the name. */
const PREFIX = 'hornbook-read:';

/** A lesson that was asked for; null where no answer came. */
interface Asked {
  readonly id: string;
  readonly asking: AbortController;
  readonly response: Promise<Response | null>;
}

declare global {
  interface Window {
    /** By `ask_early.js`. */
    readonly hornbookAsked?: Asked;
  }
}

/** What the shell needs beside the page. */
export interface Tools
  extends Pick<Context, 'course' | 'session' | 'remoteQuiz' | 'texts' | 'now' | 'elapsed' | 'seed'> {
  readonly fetch: typeof fetch;
  /** Read from a folder: nothing can be fetched, so lessons are opened by plain links. */
  readonly fromDisk: boolean;
  /** Aborted when the shell is to let go of the page. */
  readonly ended: AbortSignal;
}

/** Whether this page was loaded again by its reader. */
function reloaded(): boolean {
  const [navigation] = performance.getEntriesByType?.('navigation') ?? [];
  return (navigation as PerformanceNavigationTiming | undefined)?.type === 'reload';
}

/** One document for the whole course: lessons are fetched and swapped in, the session stays open. */
export class Shell {
  private readonly cover: HTMLElement;
  private main: HTMLElement;
  /** The lesson that the page came with, until it is brought to life. */
  private given: HTMLElement | null;
  private waking: Waking | null = null;
  private readonly contents: Contents | null;
  private readonly updates: (() => void)[];
  private leaving: AbortController | null = null;
  private fetching: AbortController | null = null;
  /** A lesson that was asked for before it is wanted. */
  private ahead = window.hornbookAsked;
  private shown: Route = COVER;
  private replaced: number;
  /** Whether the frame does not show the state as it is. */
  private changed = false;
  private left = false;
  /** The panel at the end, and what it says. */
  private end: HTMLElement | null = null;
  private told = '';
  /** What led to other places of a page: the browser's way back leads to it again. */
  private readonly followed: Element[] = [];
  private readonly course: CourseData;
  private readonly session: Session;
  private readonly texts: Texts;

  constructor(
    private readonly tools: Tools,
    main: HTMLElement,
  ) {
    this.course = tools.course;
    this.session = tools.session;
    this.texts = tools.texts;
    this.main = main;
    this.given = main.dataset.lesson === undefined ? null : main;
    this.cover = main.cloneNode(true) as HTMLElement;
    this.replaced = this.session.replaced;
    const nav = document.querySelector<HTMLElement>('#shell_contents');
    this.contents =
      nav === null ? null : buildContents(nav, this.course, this.session, this.texts, tools.now);
    this.updates = buildFrame(tools, this.leave);
    if (this.contents !== null) this.updates.push(this.contents.update);
    this.updates.push(() => showObjectives(this.main, this.course, this.session, this.texts));
    this.updates.push(() => this.showFinished());
  }

  /** Show what the address names, else where the learner left, else the cover. */
  start(): void {
    this.session.subscribe(() => {
      this.renew();
      // What the learner did is answered first, the frame tells of it a breath later.
      this.changed = true;
      void breath().then(() => this.changed && this.update());
    });
    if (this.tools.fromDisk) this.equipCover();
    else this.begin();
    // Bar and banners stand before the first lesson, which is asked for by now, and also where it never comes.
    this.renew();
    this.update();
  }

  private begin(): void {
    history.scrollRestoration = 'manual';
    const { ended } = this.tools;
    document.addEventListener('click', (event) => this.follow(event), { signal: ended });
    window.addEventListener('hashchange', () => void this.show(addressed()), { signal: ended });
    window.addEventListener('popstate', ({ state }) => this.goBackTo(state), { signal: ended });
    const resumed = this.resumed();
    const route = addressed();
    // A fragment that is no route at all is somebody else's; the LMS may have added it to the address.
    const named = route === null ? location.hash.startsWith('#/') : route.lesson !== '';
    // The address stays behind what is read: on a reload, and where it names only the lesson, the place is meant.
    const meant = route?.lesson === resumed?.lesson && (route?.block === '' || reloaded());
    if (named && !meant) void this.show(route);
    else if (resumed !== null) this.goQuietly(resumed);
    else if (this.course.cover === false)
      this.goQuietly({ lesson: this.course.lessons[0]?.id ?? '', block: '' });
    else this.equipCover();
  }

  /** The place that the state holds, as a route; null at a first visit or where the lesson is gone. */
  private resumed(): Route | null {
    const { place } = this.session.state;
    const lesson = this.course.lessons.find(({ slot }) => slot === place?.lesson);
    if (lesson === undefined) return null;
    return { lesson: lesson.id, block: lesson.blocks.find(({ slot }) => slot === place?.block)?.id ?? '' };
  }

  private goQuietly(route: Route): void {
    history.replaceState(null, '', writeHash(route));
    void this.show(route);
  }

  /** The LMS answered late, or earlier work was taken over: the page is built anew from another state. */
  private renew(): void {
    if (this.session.replaced === this.replaced || this.tools.fromDisk || this.left) return;
    this.replaced = this.session.replaced;
    // What stands there is of the other state: until the new page is there, nothing may be made of an answer.
    this.main.inert = true;
    const resumed = this.shown.lesson === '' ? this.resumed() : null;
    if (resumed !== null) this.goQuietly(resumed);
    else void this.show(this.shown, true);
  }

  private update(): void {
    this.changed = false;
    for (const update of this.updates) {
      try {
        update();
      } catch (error) {
        console.error('The frame of the page could not be updated', error);
      }
    }
  }

  /** Links inside the package change what the shell shows; all others are the browser's. */
  private follow(event: MouseEvent): void {
    const link = (event.target as Element).closest?.('a[href]');
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target === '_blank') return;
    const address = link.getAttribute('href') ?? '';
    if (address.startsWith('#') && !address.startsWith('#/')) {
      event.preventDefault();
      const target = document.getElementById(address.slice(1));
      this.waking?.all();
      if (target !== null) {
        this.remember(link);
        this.focusBlock(target);
      }
      return;
    }
    const route = routeOf(address, location.href, this.course);
    if (route === null) return;
    event.preventDefault();
    this.go(route);
  }

  /** An entry for where a link on this page leads; the one before it leads back to the link. */
  private remember(link: Element): void {
    // The link of a definition that was shown is gone with it: the focus went back to the term.
    const from = link.isConnected ? link : document.activeElement;
    if (from === null || !this.main.contains(from)) return;
    history.replaceState({ followed: this.followed.push(from) - 1 }, '');
    history.pushState(null, '');
  }

  private goBackTo(state: { followed?: number } | null): void {
    const from = this.followed[state?.followed ?? -1];
    if (!(from instanceof HTMLElement) || !this.main.contains(from)) return;
    from.focus({ preventScroll: true });
    from.scrollIntoView?.({ block: 'center', behavior: 'instant' });
    showFrame();
  }

  private go(route: Route): void {
    if (this.left) return;
    // Back leads to what is read now, and not to the top of a long page.
    const here = this.resumed();
    if (here?.lesson === this.shown.lesson && here.block !== '')
      history.replaceState(history.state, '', writeHash(here));
    const hash = writeHash(route);
    if (location.hash === hash || (hash === '#/' && location.hash === '')) void this.show(route);
    else location.hash = hash;
  }

  /** Show a route, null being none; `anew` builds the page again even where it is shown already. */
  private async show(route: Route | null, anew = false): Promise<void> {
    if (this.left) return;
    if (route?.lesson === '' && this.course.cover === false) {
      // An activity by itself has no cover: what leads there leads to its beginning.
      this.goQuietly({ lesson: this.course.lessons[0]?.id ?? '', block: '' });
      return;
    }
    this.fetching?.abort();
    this.fetching = null;
    const entry = this.course.lessons.find(({ id }) => id === route?.lesson);
    if (route === null || (route.lesson !== '' && entry === undefined)) {
      const start = make('a', { class: 'button primary', href: writeHash(COVER) }, this.texts('finish'));
      this.fail(route ?? COVER, 'lesson-unknown', start);
      return;
    }
    const stale = anew || this.main.inert;
    if (!stale && route.lesson !== '' && route.lesson === this.shown.lesson) {
      this.shown = route;
      this.contents?.show(route.lesson);
      this.waking?.all();
      this.arrive(route);
      return;
    }
    if (entry === undefined) {
      this.swap(this.cover.cloneNode(true) as HTMLElement, COVER, this.course.title);
      this.equipCover();
      this.update();
      this.arrive(COVER);
      return;
    }
    const fetching = new AbortController();
    this.fetching = fetching;
    const given = !anew && this.given === this.main && this.main.dataset.lesson === entry.id;
    const page = given ? document : await this.fetchLesson(entry, fetching);
    if (typeof page !== 'string') {
      const blocks = readLesson(page)?.blocks ?? [];
      const needing = blocks.map((block) => ({ ...block, parts: partsFor(block, this.session.state) }));
      await partsAround(needing, route.block);
    }
    // Another page was asked for in the meantime.
    if (this.fetching !== fetching || this.left) return;
    if (typeof page === 'string') {
      this.fetching = null;
      const again = button(this.texts('try-again'), 'primary', () => void this.show(route, true));
      this.fail(route, page, again);
    } else {
      await this.showLesson(entry, route, page);
    }
  }

  private async showLesson(entry: LessonEntry, route: Route, page: Document): Promise<void> {
    const { fetching } = this;
    const found = page.querySelector<HTMLElement>('#shell_main') as HTMLElement;
    const given = found === this.given;
    this.given = null;
    const main = given ? found : document.adoptNode(found);
    const context = this.contextOf(main);
    followTerms(main, context);
    followPictures(main, context.signal);
    const waking = new Waking(main, context);
    // Out of sight nothing is laid out while it comes to life; what is still seen takes no more answers.
    this.main.inert = !given;
    const place = main.querySelector(route.block === '' ? '[data-kind]' : `#${CSS.escape(route.block)}`);
    if (place !== null) await waking.upTo(place);
    if (this.fetching !== fetching || this.left) return;
    this.fetching = null;
    this.swap(main, route, page.title);
    this.waking = waking;
    this.update();
    this.arrive(route, given);
    waking.seen();
    this.showFinished();
    const position = this.course.lessons.indexOf(entry) + 1;
    this.announce(this.texts('lesson-position', { n: position, total: this.course.lessons.length }));
    void waking.rest().then(async () => {
      this.texts.prepare();
      await breath();
      this.showFinished();
      await breath();
      if (context.signal.aborted) return;
      // What writes the state waits until the lesson is seen.
      if (route.block === '') this.session.moveTo(entry.slot, 0);
      new Store(window).set(PREFIX + this.course.package, entry.id);
      followReading(main, context);
      this.expectNext(this.course.lessons[position]);
      await waking.layOut();
    });
  }

  /** Who sees the way on is likely to take it. */
  private expectNext(next: LessonEntry | undefined): void {
    const pager = this.main.querySelector('.pager');
    if (pager === null) return;
    new IntersectionObserver((seen, observer) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      this.expect(next);
    }).observe(pager);
  }

  /** Ask for a lesson before it is wanted. What does not come well is asked for again then. */
  private expect(entry: LessonEntry | undefined): void {
    // What the LTI tool shows depends on the hour.
    if (entry === undefined || this.tools.fromDisk || this.course.home === 'lti') return;
    if (this.ahead?.id === entry.id) return;
    const asking = new AbortController();
    this.ahead = { id: entry.id, asking, response: this.ask(entry, asking).catch(() => null) };
  }

  private ask(entry: LessonEntry, { signal }: AbortController): Promise<Response> {
    return this.tools.fetch(entry.href, { signal, credentials: 'same-origin' });
  }

  private contextOf(main: HTMLElement): Context {
    this.leaving?.abort();
    this.leaving = new AbortController();
    const lesson = readLesson(main);
    if (lesson === null) throw new Error('a lesson without data');
    return { ...this.tools, lesson, announce: (text) => this.announce(text), signal: this.leaving.signal };
  }

  private swap(main: HTMLElement, route: Route, title: string): void {
    if (route.lesson === '') {
      this.leaving?.abort();
      this.leaving = null;
    }
    if (main !== this.main) this.main.replaceWith(main);
    this.main = main;
    this.waking = null;
    this.shown = route;
    document.title = title;
    this.contents?.show(route.lesson);
  }

  /** Bring the place into view and give it the focus. */
  private arrive(route: Route, given = false): void {
    this.goTo(route, given);
    document.dispatchEvent(new Event(ARRIVED));
  }

  private goTo(route: Route, given: boolean): void {
    const block = route.block === '' ? null : document.getElementById(route.block);
    if (block !== null && this.main.contains(block)) {
      this.focusBlock(block);
      return;
    }
    // Who has begun to read the lesson that the page came with is left there.
    if (!given) window.scrollTo({ top: 0, behavior: 'instant' });
    showFrame();
    this.main.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  private focusBlock(wanted: HTMLElement): void {
    // Behind a gate that is closed: the gate says what opens it.
    const closed = wanted.closest<HTMLElement>('[data-gate][hidden]');
    const target = (closed && document.getElementById(closed.dataset.gate ?? '')) ?? wanted;
    toTop(target);
    const heading = target.matches('[data-kind]') ? target.querySelector<HTMLElement>('h2, h3') : null;
    const focused = heading ?? target;
    if (!focused.hasAttribute('tabindex')) focused.tabIndex = -1;
    focused.focus({ preventScroll: true });
  }

  /** The page of a lesson, or the key of a text that says why there is none. */
  private async fetchLesson(entry: LessonEntry, fetching: AbortController): Promise<Document | string> {
    if (this.cover.dataset.lesson === entry.id) return pageOf(this.cover);
    const late = window.setTimeout(() => {
      document.documentElement.dataset.loading = '';
      this.announce(this.texts('loading'));
    }, WAITING_SHOWN_AFTER);
    const limit = window.setTimeout(() => fetching.abort(), FETCH_LIMIT);
    try {
      const { ahead } = this;
      this.ahead = undefined;
      const expected = ahead?.id === entry.id ? ahead : undefined;
      fetching.signal.addEventListener('abort', () => expected?.asking.abort());
      // What was asked for ahead may be a login page, or end in the middle: then the lesson is asked for now.
      const early = await expected?.response.then((response) => pageIn(response, entry)).catch(() => null);
      if (early) return early;
      const response = await this.ask(entry, fetching);
      const refused = response.ok || response.status === 401 || response.status === 403;
      return (await pageIn(response, entry)) ?? (refused ? 'fetch-refused' : 'fetch-failed');
    } catch {
      return 'fetch-failed';
    } finally {
      window.clearTimeout(late);
      window.clearTimeout(limit);
      if (this.fetching === fetching) delete document.documentElement.dataset.loading;
    }
  }

  /** Say why there is nothing to show, and offer the way on. */
  private fail(route: Route, why: string, wayOn: HTMLElement): void {
    const article = make(
      'article',
      { class: 'failure' },
      make('h1', { tabindex: -1 }, this.texts('lesson-missing')),
      make('p', {}, this.texts(why)),
      make('p', {}, this.texts('nothing-lost')),
      make('p', {}, wayOn),
    );
    const main = this.emptyMain(article);
    this.leaving?.abort();
    this.swap(main, { lesson: route.lesson, block: '' }, this.course.title);
    // Not the lesson itself: asked for again, it is fetched again.
    this.shown = COVER;
    this.update();
    main.querySelector<HTMLElement>('h1')?.focus();
  }

  private emptyMain(content: HTMLElement): HTMLElement {
    const main = this.cover.cloneNode(false) as HTMLElement;
    main.append(content);
    return main;
  }

  private equipCover(): void {
    const start = this.main.querySelector<HTMLAnchorElement>('[data-start]');
    const resumed = this.resumed();
    const entry = this.course.lessons.find(({ id }) => id === resumed?.lesson);
    this.expect(entry ?? this.course.lessons[0]);
    if (start === null || resumed === null || entry === undefined) return;
    start.textContent = this.texts('continue', { title: entry.title });
    const onDisk = `${entry.href}${resumed.block === '' ? '' : `#${resumed.block}`}`;
    start.setAttribute('href', this.tools.fromDisk ? onDisk : writeHash(resumed));
  }

  /** What was finished, or what is still to be done, stands at the end of the cover and of every lesson. */
  private showFinished(): void {
    // Seen by nobody before all of the lesson is alive, and a lesson's beginning does not wait for it.
    if (this.waking?.done === false) return;
    const there = this.shown.lesson === '' ? '.cover' : '.lesson .pager';
    const before = this.left ? null : this.main.querySelector(there);
    const old = this.main.contains(this.end) ? this.end : null;
    const panel =
      before === null
        ? null
        : (finishedPanel(this.course, this.session, this.texts, wayOut(this.course, this.leave)) ??
          lessonPanel(this.course, this.shown.lesson, this.session, this.texts) ??
          openPanel(this.course, this.shown.lesson, this.main, this.session, this.texts, this.tools.now()));
    if (old !== null && this.told === panel?.outerHTML) return;
    this.told = panel?.outerHTML ?? '';
    const focused = old?.contains(document.activeElement) ?? false;
    old?.remove();
    this.end = panel;
    if (panel === null || before === null) return;
    if (this.shown.lesson === '') before.append(panel);
    else before.before(panel);
    if (focused) focusOn(panel);
    else if (panel.matches('.finished') && !old?.matches('.finished'))
      this.announce(panel.querySelector('h2')?.textContent ?? '');
  }

  /** Close the session, and the window where it is ours. */
  private readonly leave = (onward = false): void => {
    this.leaving?.abort();
    // While the page is here the LMS's answer is certain; with what is said last it is not.
    this.session.flush();
    this.session.leave(onward);
    this.left = true;
    const main = this.emptyMain(leftPanel(this.session, this.texts));
    this.swap(main, COVER, this.course.title);
    // What they lead to is closed.
    for (const frame of all(document, '.bar, .contents')) frame.hidden = true;
    this.update();
    main.querySelector<HTMLElement>('h1')?.focus();
    if (window.opener !== null && !onward) window.close();
  };

  private announce(text: string): void {
    announce(text);
  }
}

/** The page of a lesson in an answer; null where it is something else: a login page of the LMS comes in good health, too. */
async function pageIn(response: Response | null, entry: LessonEntry): Promise<Document | null> {
  if (!response?.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  // A large lesson takes its time to be read, and again to be shown: between them the page may answer.
  await breath();
  return readLesson(page)?.id === entry.id && page.querySelector('#shell_main') !== null ? page : null;
}

/** The page that the shell came with, where that is a lesson itself; what was entered there since is not in its HTML. */
function pageOf(main: HTMLElement): Document {
  const page = document.implementation.createHTMLDocument(document.title);
  page.body.innerHTML = main.outerHTML;
  return page;
}

/** The route in the page's address; without a fragment it is the cover's, null where it is none. */
const addressed = (): Route | null => (location.hash === '' ? COVER : readHash(location.hash));

/** Say something once to those who listen to the page. */
export function announce(text: string): void {
  const announcer = document.querySelector('#shell_announcer');
  // The same words once more are only said again where something about them changed.
  if (announcer !== null) announcer.textContent = announcer.textContent === text ? `${text}\u00a0` : text;
}

/** On the web and in the LTI tool there is no session to close, and so no button for it. */
const wayOut = (course: CourseData, leave: (onward?: boolean) => void) =>
  course.home === 'web' || course.home === 'lti' ? null : leave;

/** The bar and the banners; what comes back brings them up to date. */
export function buildFrame(
  tools: Pick<Tools, 'course' | 'session' | 'texts' | 'fetch' | 'fromDisk'>,
  leave: () => void,
): (() => void)[] {
  const { course, session, texts } = tools;
  const updates = [];
  const bar = document.querySelector('#shell_bar');
  if (bar !== null) {
    updates.push(buildBar(bar, session, texts, wayOut(course, leave)));
    // A part of a course by itself has no other places to search in.
    if (document.documentElement.dataset.scope === undefined)
      bar.querySelector('.display-menu')?.before(searchButton(tools));
  }
  const banners = document.querySelector('#shell_banners');
  if (banners !== null) updates.push(buildBanners(banners, course, session, texts));
  return updates;
}

/** For a lesson opened alone: the section that its address names, or that the state holds. */
export function placeIn(main: HTMLElement, context: Context): HTMLElement | null {
  const named = document.getElementById(location.hash.slice(1));
  if (named !== null) return named;
  const { place } = context.session.state;
  const block = context.lesson.blocks.find(({ slot }) => slot === place?.block);
  return place?.lesson !== context.lesson.slot || block === undefined ? null : sectionOf(main, block);
}
