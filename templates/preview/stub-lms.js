/**
 * An LMS for the preview: the API object of a standard, as strict as the standard, with a log of all calls.
 *
 *   const session = new Session({ standard, kept, mode, mastery, onChange });
 *   window[standard.api] = session.api;      // then the course may be opened in a frame
 *   ...                                      // then the frame is taken away
 *   session.leave();                         // says what an LMS makes of it
 *   session.kept                             // what a next session begins with: plain data
 *
 * Only what was committed, or was there at the end of the session, is kept.
 */
import { scorm12 } from './scorm12.js';
import { scorm2004 } from './scorm2004.js';

/** Home of a target's profile -> standard; the web has none. */
export const STANDARDS = { scorm12, scorm2004 };

/** More entries than these are forgotten, oldest first. */
const LONGEST_LOG = 5000;
const KEYWORD = /\.(_children|_count|_version)$/;
/** What may change while a finished course is looked at again: notes of the course to itself, and time. */
const HARMLESS_IN_REVIEW = /(?:suspend_data|exit|session_time)$/;

class Fault extends Error {
  constructor(kind, reason) {
    super(reason);
    this.kind = kind;
  }
}

/** The values of one attempt by the rules of a standard. Throws `Fault`. */
class Model {
  constructor(standard, values, given) {
    this.standard = standard;
    this.values = new Map(Object.entries(values));
    this.given = new Map(Object.entries(given));
    this.counts = new Map();
    this.parents = parentsOf(standard.elements);
    for (const element of [...this.given.keys(), ...this.values.keys()]) this.countIn(element);
  }

  /** The value or null where none was ever set; for programs of ours, which may read everything. */
  peek(element) {
    return this.values.get(element) ?? this.given.get(element) ?? null;
  }

  count(collection) {
    return this.counts.get(collection) ?? 0;
  }

  get(element) {
    const keyword = KEYWORD.exec(element)?.[1];
    if (keyword) return this.keyword(element.slice(0, -keyword.length - 1), keyword);
    const { form, places } = this.resolve(element);
    if (form.access === 'w') throw new Fault('writeOnly', `${element} can be set, not read`);
    for (const [collection, index] of places) {
      if (index >= this.count(collection)) {
        throw new Fault(
          'getIndex',
          `${collection} has ${this.count(collection)} entries, so there is no number ${index}`,
        );
      }
    }
    return this.peek(element);
  }

  set(element, value) {
    if (KEYWORD.test(element)) throw new Fault('keyword', `${element} cannot be set`);
    const { form, places } = this.resolve(element);
    if (form.access === 'r') throw new Fault('readOnly', `${element} belongs to the LMS`);
    for (const [collection, index] of places) {
      const count = this.count(collection);
      if (index > count) throw new Fault('setIndex', `the next free number of ${collection} is ${count}`);
    }
    const most = this.standard.mostInteractions;
    const [collection, index] = places[0] ?? [];
    if (collection === 'cmi.interactions' && index >= most) {
      throw new Fault('setIndex', `an LMS need not keep more than ${most} interactions`);
    }
    const whole = form.append ? (this.peek(element) ?? '') + value : value;
    const fault = form.check(whole, this.context(places));
    if (fault) throw new Fault(fault.kind, fault.reason);
    this.values.set(element, whole);
    this.countIn(element);
  }

  keyword(element, keyword) {
    if (keyword === '_version') {
      if (element !== 'cmi') throw new Fault('unknown', `${element} has no version`);
      return this.standard.version;
    }
    const form = generic(element);
    const parent = this.parents.get(form);
    if (!parent && !(form in this.standard.elements)) throw new Fault('unknown', `there is no ${element}`);
    if (keyword === '_children') {
      if (!parent || form === 'cmi') throw new Fault('noChildren', `${element} has no children`);
      return [...parent.children].join(',');
    }
    if (!parent?.counted) throw new Fault('noCount', `${element} is no list`);
    return String(this.count(element));
  }

  resolve(element) {
    const form = this.standard.elements[generic(element)];
    if (!form) throw new Fault('unknown', `there is no ${element}`);
    return { form, places: placesOf(element) };
  }

  /** What a check may ask of the elements around. */
  context(places) {
    // `sibling` looks beside the outermost entry: an interaction's pattern asks for the interaction's type.
    const [outer, number] = places[0] ?? ['', 0];
    const [inner] = places.at(-1) ?? [''];
    return {
      indices: places.map(([, index]) => index),
      sibling: (name) => this.peek(`${outer}.${number}.${name}`) ?? '',
      collection: (name) =>
        Array.from({ length: this.count(inner) }, (_, index) => this.peek(`${inner}.${index}.${name}`)),
    };
  }

  countIn(element) {
    for (const [collection, index] of placesOf(element)) {
      this.counts.set(collection, Math.max(this.count(collection), index + 1));
    }
  }
}

/** `cmi.interactions.3.id` -> `cmi.interactions.n.id`. */
function generic(element) {
  return element.replace(/\.(?:0|[1-9]\d{0,8})(?=\.|$)/g, '.n');
}

/** `cmi.interactions.3.objectives.0.id` -> [['cmi.interactions', 3], ['cmi.interactions.3.objectives', 0]]. */
function placesOf(element) {
  return [...element.matchAll(/\.(0|[1-9]\d{0,8})(?=\.)/g)].map((match) => [
    element.slice(0, match.index),
    Number(match[1]),
  ]);
}

/** Each element that has elements below it: their names, and whether they are counted. */
function parentsOf(elements) {
  const parents = new Map();
  for (const element of Object.keys(elements)) {
    const steps = element.split('.');
    for (let depth = 1; depth < steps.length; depth++) {
      const path = steps.slice(0, depth).join('.');
      const counted = steps[depth] === 'n';
      const parent = parents.get(path) ?? { children: new Set(), counted };
      parent.children.add(steps[counted ? depth + 1 : depth]);
      parents.set(path, parent);
    }
  }
  return parents;
}

/** What a session begins with where there was none before. */
export const nothingKept = () => ({ values: {}, exit: '', total: 0, session: 0, attempt: 1, sessions: 0 });

export class Session {
  constructor({ standard, kept = null, mode = 'normal', mastery = null, onChange = () => {} }) {
    this.standard = standard;
    this.mode = mode;
    this.mastery = mastery;
    this.onChange = onChange;
    this.phase = 'waiting';
    this.log = [];
    this.forgotten = 0;
    this.counts = { calls: 0, get: 0, set: 0, commit: 0, errors: 0, atOpen: 0 };
    this.lastError = 0;
    this.lastReason = '';
    this.started = performance.now();
    this.changed = new Set();
    this.reviewNoted = false;

    const before = kept ?? nothingKept();
    const first = before.sessions === 0;
    const fresh = first || (standard.dataNeedSuspend && before.exit !== 'suspend');
    const entry = fresh ? 'ab-initio' : before.exit === 'suspend' ? 'resume' : '';
    const total = fresh ? 0 : before.total + before.session;
    this.kept = {
      values: fresh ? {} : before.values,
      exit: before.exit,
      total,
      session: 0,
      attempt: fresh && !first ? before.attempt + 1 : before.attempt,
      sessions: before.sessions,
    };
    this.model = new Model(standard, this.kept.values, standard.given({ mode, entry, total, mastery }));
    if (fresh && !first) {
      this.note(
        'The last session did not end with exit "suspend": SCORM 2004 begins a new attempt, without data.',
      );
    }
    /** Whether commits fail: a fault that the author plays. */
    this.failing = false;
    this.api = this.makeApi();
  }

  /** The value of an element as text, '' where there is none; for showing it. */
  peek(element) {
    return this.model.peek(element) ?? '';
  }

  interactions() {
    const fields = ['id', 'type', this.standard.interaction.response, 'result', 'weighting', 'latency'];
    return Array.from({ length: this.model.count('cmi.interactions') }, (_, index) =>
      fields.map((field) => this.peek(`cmi.interactions.${index}.${field}`)),
    );
  }

  /** To be called when the course's window is gone. */
  leave() {
    if (this.phase === 'open') {
      const lost = this.changed.size;
      this.phase = 'lost';
      const fate = lost ? `What was set and not committed is lost (${lost}).` : 'All was committed.';
      this.note(`The course went without ending its session. ${fate}`);
    } else if (this.phase === 'waiting') {
      this.phase = 'lost';
      this.note('The course went without ever opening a session.');
    }
  }

  makeApi() {
    const api = {};
    for (const [name, role] of Object.entries(this.standard.calls)) {
      api[name] = (...values) => this.answer(name, role, values);
    }
    return Object.freeze(api);
  }

  answer(name, role, values) {
    this.counts.calls++;
    if (role in this.counts) this.counts[role]++;
    if (role === 'readError' || role === 'errorString' || role === 'diagnostic') {
      const result = this[role](values);
      this.write({ call: name, values, result, code: 0, reason: '' });
      return result;
    }
    let result;
    this.lastError = 0;
    this.lastReason = '';
    if (this.failing && role === 'commit') {
      // A general exception, in both versions.
      this.lastError = 101;
      this.lastReason = 'played: the LMS cannot save';
      this.counts.commit--;
      this.write({ call: name, values, result: 'false', code: 101, reason: this.lastReason, mistake: false });
      return 'false';
    }
    try {
      result = this[role](values);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      this.lastError = this.codeOf(fault.kind);
      this.lastReason = fault.message;
      result = role === 'get' ? '' : 'false';
    }
    // Reading what was never set is no mistake of the course, though 2004 has a number for it.
    const mistake = this.lastError !== 0 && this.lastError !== this.standard.unset;
    if (mistake) this.counts.errors++;
    this.write({ call: name, values, result, code: this.lastError, reason: this.lastReason, mistake });
    return result;
  }

  codeOf(kind) {
    const code = this.standard.codes[kind];
    return Array.isArray(code) ? code[this.phase === 'waiting' ? 0 : 1] : code;
  }

  initialize(values) {
    onlyEmpty(values);
    if (this.phase === 'open') throw new Fault('again', 'the session is open already');
    if (this.phase !== 'waiting')
      throw new Fault('afterEnd', 'the session has ended; only a new launch opens another');
    this.phase = 'open';
    this.kept = { ...this.kept, sessions: this.kept.sessions + 1 };
    return 'true';
  }

  terminate(values) {
    onlyEmpty(values);
    this.mustBeOpen('terminateClosed');
    this.judge();
    this.keep();
    this.phase = 'ended';
    if (this.standard.dataNeedSuspend && this.kept.exit !== 'suspend') {
      this.note('Ended without exit "suspend": the next launch starts a new attempt, without these data.');
    }
    return 'true';
  }

  commit(values) {
    onlyEmpty(values);
    this.mustBeOpen('commitClosed');
    this.keep();
    return 'true';
  }

  get(values) {
    const [element] = strings(values, 1);
    this.mustBeOpen('getClosed');
    const value = this.model.get(element);
    if (value !== null) return value;
    if (this.standard.unset !== null) {
      this.lastError = this.standard.unset;
      this.lastReason = 'never set';
    }
    return '';
  }

  set(values) {
    const [element, value] = strings(values, 2);
    this.mustBeOpen('setClosed');
    this.model.set(element, value);
    this.changed.add(element);
    if (this.mode !== 'normal' && !HARMLESS_IN_REVIEW.test(element) && !this.reviewNoted) {
      this.reviewNoted = true;
      this.note(
        `${element} was set in mode ${this.mode}. Some LMSs keep it: a finished course would lose its grade.`,
      );
    }
    return 'true';
  }

  errorString([code = '']) {
    return this.standard.errors[code] ?? '';
  }

  diagnostic([code = '']) {
    return code === '' || code === String(this.lastError)
      ? this.lastReason
      : (this.standard.errors[code] ?? '');
  }

  readError() {
    return String(this.lastError);
  }

  mustBeOpen(kind) {
    if (this.phase === 'waiting') throw new Fault(kind, 'the session is not open yet');
    if (this.phase !== 'open') throw new Fault(kind, 'the session has ended');
  }

  /** What many LMSs do at the end: status by the manifest's pass mark, or for a course that set none. */
  judge() {
    if (this.mode !== 'normal') return;
    const get = (element) => this.peek(element);
    for (const [element, value, reason] of this.standard.verdicts({ get, mastery: this.mastery })) {
      const before = this.peek(element);
      if (before === value) continue;
      this.model.values.set(element, value);
      this.note(`The LMS makes ${element} "${value}" (it was "${before}"): ${reason}.`);
    }
  }

  keep() {
    const { exit, sessionTime } = this.standard;
    const { [exit]: left = '', [sessionTime]: time = '', ...values } = Object.fromEntries(this.model.values);
    this.kept = { ...this.kept, values, exit: left, session: this.standard.hundredths(time) };
    this.changed.clear();
  }

  note(text) {
    this.write({ note: text });
  }

  write(entry) {
    this.log.push({ at: Math.round(performance.now() - this.started), ...entry });
    if (this.log.length > LONGEST_LOG) this.forgotten += this.log.splice(0, LONGEST_LOG / 5).length;
    this.onChange(entry);
  }
}

function onlyEmpty(values) {
  if (values.length !== 1 || values[0] !== '') throw new Fault('argument', 'takes exactly one argument, ""');
}

function strings(values, number) {
  if (values.length !== number)
    throw new Fault('argument', `takes ${number} argument${number > 1 ? 's' : ''}`);
  const odd = values.find((value) => typeof value !== 'string');
  if (odd !== undefined || values.includes(undefined)) {
    throw new Fault(
      'argument',
      `takes strings only, and this is ${odd === null ? 'null' : `a ${typeof odd}`}`,
    );
  }
  if (values[0] === '') throw new Fault('argument', 'needs the name of an element');
  return values;
}
