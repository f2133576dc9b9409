import { displayMenu } from './display';
import { all, button, make } from './dom';
import type { Session } from './session';
import type { Texts } from './strings';

/** What the bar shows: how far the learner is, whether the work is saved, how the page looks, the way out. */
export function buildBar(
  place: Element,
  session: Session,
  texts: Texts,
  leave: (() => void) | null,
): () => void {
  const progress = make('progress', {
    class: 'progress-bar',
    max: 1,
    value: 0,
    'aria-label': texts('progress'),
  });
  const share = make('span', { class: 'progress-text', 'aria-hidden': 'true' });
  const status = make('span', { class: 'status-text' });
  const reason = make('p', { class: 'status-reason' });
  const copy = make('p', { class: 'status-copy' });
  const diagnostic = make('p', { class: 'status-diagnostic small' });
  const take = button(texts('offer-take'), 'quiet status-offer', () => {
    saving.open = false;
    if (session.offer?.taken === true) session.returnOffer();
    else session.takeOffer();
  });
  const over = button(texts('take-over'), 'primary status-over', () => session.takeOver());
  const saving = make(
    'details',
    { class: 'menu status-menu' },
    make('summary', {}, status),
    make('div', { class: 'menu-panel' }, reason, copy, diagnostic, over, take),
  );
  const way = make('div', { class: 'progress' }, progress, share);
  place.append(way, saving, displayMenu(texts));
  if (leave !== null) place.append(button(texts('leave'), 'quiet leave', leave));
  closeMenus(place);

  return () => {
    const { doneRequired, required } = session.progress();
    const done = required === 0 ? 1 : doneRequired / required;
    way.hidden = required === 0;
    progress.value = done;
    share.textContent = texts('percent', { n: Math.floor(done * 100) });
    const name = statusOf(session);
    const reads = name === 'reading';
    // Nothing is kept here: the banner that says so, with the same button, may be far above what is read.
    if (reads !== (saving.dataset.saving === 'reading')) saving.open = reads;
    saving.dataset.saving = name;
    status.textContent = texts(`status-${name}`);
    reason.textContent = session.reason === '' ? texts(`status-${name}-why`) : texts(session.reason);
    copy.textContent = texts(session.backedUp ? 'copy-kept' : 'copy-none');
    copy.hidden = name === 'local' || name === 'review' || name === 'ended';
    const { diagnostic: wrong } = session;
    diagnostic.textContent = wrong === null ? '' : texts('diagnostic', { ...wrong });
    diagnostic.hidden = wrong === null;
    over.hidden = !reads;
    // An offer that was put aside, or was taken, can still be thought over here.
    const { offer } = session;
    take.hidden = offer?.dismissed !== true;
    take.textContent = texts(offer?.taken === true ? 'offer-undo' : 'offer-take');
  };
}

/** One word for what becomes of the learner's work; `status-WORD` are its texts. */
export function statusOf(
  session: Session,
): 'saved' | 'waiting' | 'unconnected' | 'lost' | 'local' | 'review' | 'reading' | 'ended' {
  const { reason, saving } = session;
  if (session.ended) return 'ended';
  if (reason === 'connection.reading') return 'reading';
  if (session.mode !== 'normal') return 'review';
  if (reason === 'connection.searching' || reason === 'connection.asking') return 'waiting';
  if (saving === 'lost') return 'lost';
  if (reason === 'connection.web') return 'local';
  return session.connection === 'connected' ? saving : 'unconnected';
}

/** Menus close with Escape and with a press elsewhere. */
function closeMenus(place: Element): void {
  const menus = () => all(place, 'details.menu[open]') as HTMLDetailsElement[];
  document.addEventListener('click', (event) => {
    for (const menu of menus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  place.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key !== 'Escape') return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
}
