import type { Attach } from '../context';
import type { LessonBlock } from '../course';
import { make } from '../dom';
import type { Session } from '../session';

/** What a gate holds is hidden until its rule is met; then it opens by itself, and those who listen are told. */
export const attach: Attach = (section, block, { session, texts, announce, signal, now }) => {
  const notice = section.querySelector<HTMLElement>('.gate-notice');
  const held = (block.holds ?? []).flatMap((slot) => {
    const element = section.parentElement?.querySelector<HTMLElement>(`[data-kind][data-slot="${slot}"]`);
    return element ? [element] : [];
  });
  const opened = make('p', { class: 'gate-open', id: `${block.id}_open`, hidden: true }, texts('gate-open'));
  notice?.after(opened);
  const title = section.querySelector<HTMLElement>('.block-title');
  // An author's title names what comes; that of the kind says "Opens later", which is over then.
  const unnamed = title?.textContent === texts('title-gate');
  const day = notice?.querySelector('time');
  if (day) day.textContent = writtenDay(day.dateTime, texts.language);
  const show = (open: boolean) => {
    for (const element of held) element.hidden = !open;
    if (notice !== null) notice.hidden = open;
    opened.hidden = !open;
    section.classList.toggle('is-open', open);
    if (!unnamed) return;
    title.hidden = open;
    section.setAttribute('aria-labelledby', open ? opened.id : title.id);
  };
  let open = isOpen(block, session, now());
  show(open);
  const look = () => {
    if (open || !isOpen(block, session, now())) return;
    open = true;
    show(true);
    announce(texts('gate-opened'));
  };
  const stop = session.subscribe(look);
  // A day begins while a page is open: look again when the learner comes back to it.
  document.addEventListener('visibilitychange', look, { signal });
  signal.addEventListener('abort', stop);
};

function isOpen({ after, day, closed }: LessonBlock, session: Session, now: number): boolean {
  if (closed === true) return false;
  if (after !== undefined) return session.progress().blocks.get(after)?.done ?? true;
  return day === undefined || localDay(now) >= day;
}

/** `2027-03-31` as the language writes it. */
function writtenDay(day: string, language: string): string {
  return new Date(`${day}T00:00`).toLocaleDateString(language, { dateStyle: 'long' });
}

/** A day of the learner's clock as `2027-03-31`. */
function localDay(now: number): string {
  const at = new Date(now);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
