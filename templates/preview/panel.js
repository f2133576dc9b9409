/** The panel beside the course: what the session knows, shown at most once a frame. */
import { count } from './formats.js';

/** Calls shown; older ones are still in the copied log. */
const MOST_SHOWN = 600;
const LONGEST_VALUE = 140;
/** From this part of the limit on the bar warns. */
const NEARLY_FULL = 0.9;

export const byId = (id) => document.getElementById(id);

/** An element with properties and children; texts are texts, never markup. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function factList(facts) {
  return facts.map(([name, value]) =>
    make('div', { className: name.toLowerCase() }, make('dt', {}, name), make('dd', {}, value || '–')),
  );
}

/** `LMSSetValue("cmi.core.exit", "suspend")`; a long value is cut. */
export function written(entry, longest = LONGEST_VALUE) {
  const values = entry.values.map((value) => {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > longest
      ? `${text.slice(0, longest)}… (${count(value.length ?? 0)} characters)`
      : text;
  });
  return `${entry.call}(${values.join(', ')})`;
}

/** The whole log as plain text, for a report of a fault. */
export function logText(session) {
  const lines = session.log.map((entry) => {
    const at = (entry.at / 1000).toFixed(3).padStart(9);
    if (entry.note) return `${at}  -- ${entry.note}`;
    const why = entry.code ? `  [${entry.code} ${session.standard.errors[entry.code]}: ${entry.reason}]` : '';
    return `${at}  ${written(entry, Infinity)} -> ${JSON.stringify(entry.result)}${why}`;
  });
  return `${lines.join('\n')}\n`;
}

export class Panel {
  constructor() {
    this.session = null;
    this.limit = 0;
    this.shown = 0;
    this.planned = false;
    byId('log-only').addEventListener('change', ({ target }) => {
      byId('log').classList.toggle('only-faults', target.checked);
    });
    byId('log-copy').addEventListener('click', () => this.copy());
  }

  /** Shows another session from now on; `limit` is the most characters of state that our target uses. */
  follow(session, limit) {
    this.session = session;
    this.limit = limit;
    this.shown = 0;
    byId('log').replaceChildren();
    byId('told').hidden = session === null;
    byId('no-lms').hidden = session !== null;
    this.update();
  }

  update() {
    if (this.planned) return;
    this.planned = true;
    // Not requestAnimationFrame: a hidden tab would never get it.
    setTimeout(() => {
      this.planned = false;
      if (this.session) this.show(this.session);
    }, 16);
  }

  show(session) {
    const { facts } = session.standard.summary((element) => session.peek(element));
    byId('facts').replaceChildren(...factList(facts));
    this.showState(session.peek('cmi.suspend_data'));
    this.showInteractions(session.interactions());
    this.showLog(session);
  }

  showState(data) {
    const part = data.length / this.limit;
    const meter = byId('state-meter');
    meter.value = Math.min(part, 1);
    meter.className = part > 1 ? 'over' : part > NEARLY_FULL ? 'nearly' : '';
    byId('state-size').textContent =
      `${count(data.length)} of ${count(this.limit)} characters (${Math.round(part * 100)} %)`;
    byId('state-raw').textContent = data || 'Nothing yet.';
  }

  showInteractions(rows) {
    byId('interactions-number').textContent = count(rows.length);
    const place = byId('interactions');
    if (rows.length === 0) {
      place.replaceChildren(make('p', { className: 'quiet' }, 'No answer was given yet.'));
      return;
    }
    const names = ['', 'Question', 'Type', 'Answer', 'Result'];
    const head = make('tr', {}, ...names.map((name) => make('th', { scope: 'col' }, name)));
    const body = rows.map(([id, type, response, result], index) =>
      make(
        'tr',
        {},
        make('td', {}, String(index)),
        ...[id, type, response].map((value) => make('td', {}, value)),
        make('td', {}, make('span', { className: `result ${resultClass(result)}` }, result || '–')),
      ),
    );
    place.replaceChildren(make('table', {}, make('thead', {}, head), make('tbody', {}, ...body)));
  }

  showLog(session) {
    const { calls, get, set, commit, errors } = session.counts;
    byId('log-number').textContent = count(calls);
    byId('log-counts').replaceChildren(
      `${count(get)} read, ${count(set)} set, ${count(commit)} ${commit === 1 ? 'commit' : 'commits'}, `,
      make(
        'span',
        { className: errors ? 'bad' : '' },
        `${count(errors)} ${errors === 1 ? 'fault' : 'faults'}`,
      ),
    );
    const list = byId('log');
    const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
    const whole = session.forgotten + session.log.length;
    const fresh = session.log.slice(Math.max(this.shown - session.forgotten, 0)).slice(-MOST_SHOWN);
    list.append(...fresh.map((entry) => logItem(session, entry)));
    while (list.children.length > MOST_SHOWN) list.firstElementChild.remove();
    this.shown = whole;
    if (atEnd) list.scrollTop = list.scrollHeight;
  }

  async copy() {
    if (!this.session) return;
    const button = byId('log-copy');
    try {
      await navigator.clipboard.writeText(logText(this.session));
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed';
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  }
}

function resultClass(result) {
  if (result === 'correct' || Number(result) === 1) return 'good';
  return result === 'wrong' || result === 'incorrect' || result === '0' ? 'bad' : '';
}

function logItem(session, entry) {
  const at = make('span', { className: 'at' }, (entry.at / 1000).toFixed(2));
  if (entry.note) return make('li', { className: 'note' }, at, make('p', {}, entry.note));
  const result = make('span', { className: 'answer' }, ` → ${shortened(entry.result)}`);
  const call = make('p', {}, make('code', {}, written(entry)), result);
  const kind = entry.mistake ? 'mistake' : /Error|Diagnostic/.test(entry.call) ? 'ok aside' : 'ok';
  const why = entry.code
    ? make('p', { className: 'why' }, `${entry.code} ${session.standard.errors[entry.code]}: ${entry.reason}`)
    : null;
  return make('li', { className: kind }, at, call, why);
}

function shortened(value) {
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
