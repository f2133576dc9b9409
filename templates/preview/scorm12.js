/** SCORM 1.2 RTE, chapter 3: calls, errors, and the data model with the formats and limits of a strict LMS. */
import { all, form12, oneOf, text, wrong } from './formats.js';

const STATUSES = ['passed', 'completed', 'failed', 'incomplete', 'browsed'];
const integer = (lowest, highest) => (value) =>
  /^-?\d+$/.test(value) && Number(value) >= lowest && Number(value) <= highest
    ? null
    : wrong(`must be a whole number between ${lowest} and ${highest}`);

const given = { access: 'r' };
const both = (check, more = {}) => ({ access: 'rw', check, ...more });
const told = (check) => ({ access: 'w', check });

/** What is checked by the type of the interaction, where that was set before. */
const answer = (value, { sibling }) => form12.answer[sibling('type')]?.(value) ?? null;

const score = (path) => ({
  [`${path}.raw`]: both(form12.score),
  [`${path}.max`]: both(form12.score),
  [`${path}.min`]: both(form12.score),
});

export const scorm12 = {
  name: 'SCORM 1.2',
  api: 'API',
  calls: {
    LMSInitialize: 'initialize',
    LMSFinish: 'terminate',
    LMSGetValue: 'get',
    LMSSetValue: 'set',
    LMSCommit: 'commit',
    LMSGetLastError: 'readError',
    LMSGetErrorString: 'errorString',
    LMSGetDiagnostic: 'diagnostic',
  },
  errors: {
    0: 'No error',
    101: 'General exception',
    201: 'Invalid argument error',
    202: 'Element cannot have children',
    203: 'Element not an array. Cannot have count',
    301: 'Not initialized',
    401: 'Not implemented error',
    402: 'Invalid set value, element is a keyword',
    403: 'Element is read only',
    404: 'Element is write only',
    405: 'Incorrect data type',
  },
  /** The error number for each kind of fault. */
  codes: {
    argument: 201,
    again: 101,
    afterEnd: 101,
    getClosed: 301,
    setClosed: 301,
    commitClosed: 301,
    terminateClosed: 301,
    noChildren: 202,
    noCount: 203,
    unknown: 401,
    keyword: 402,
    readOnly: 403,
    writeOnly: 404,
    type: 405,
    range: 405,
    depends: 405,
    getIndex: 201,
    setIndex: 201,
    set: 201,
  },
  elements: {
    'cmi.core.student_id': given,
    'cmi.core.student_name': given,
    'cmi.core.lesson_location': both(text(255)),
    'cmi.core.credit': given,
    'cmi.core.lesson_status': both(oneOf(...STATUSES)),
    'cmi.core.entry': given,
    ...score('cmi.core.score'),
    'cmi.core.total_time': given,
    'cmi.core.lesson_mode': given,
    'cmi.core.exit': told(oneOf('time-out', 'suspend', 'logout', '')),
    'cmi.core.session_time': told(form12.timespan),
    'cmi.suspend_data': both(text(4096)),
    'cmi.launch_data': given,
    'cmi.comments': both(text(4096), { append: true }),
    'cmi.comments_from_lms': given,
    'cmi.objectives.n.id': both(form12.identifier),
    ...score('cmi.objectives.n.score'),
    'cmi.objectives.n.status': both(oneOf(...STATUSES, 'not attempted')),
    'cmi.student_data.mastery_score': given,
    'cmi.student_data.max_time_allowed': given,
    'cmi.student_data.time_limit_action': given,
    'cmi.student_preference.audio': both(integer(-1, 100)),
    'cmi.student_preference.language': both(text(255)),
    'cmi.student_preference.speed': both(integer(-100, 100)),
    'cmi.student_preference.text': both(integer(-1, 1)),
    'cmi.interactions.n.id': told(form12.identifier),
    'cmi.interactions.n.objectives.n.id': told(form12.identifier),
    'cmi.interactions.n.time': told(form12.time),
    'cmi.interactions.n.type': told(oneOf(...Object.keys(form12.answer))),
    'cmi.interactions.n.correct_responses.n.pattern': told(all(text(255), answer)),
    'cmi.interactions.n.weighting': told(form12.decimal),
    'cmi.interactions.n.student_response': told(all(text(255), answer)),
    'cmi.interactions.n.result': told(form12.result),
    'cmi.interactions.n.latency': told(form12.timespan),
  },
  version: '3.4',
  /** A value that was never set is empty, and that is no error. */
  unset: null,
  mostInteractions: Infinity,
  exit: 'cmi.core.exit',
  sessionTime: 'cmi.core.session_time',
  /** Only exit "suspend" is resumed, but the data always come back. */
  dataNeedSuspend: false,
  given: ({ mode, entry, total, mastery }) => ({
    'cmi.core.student_id': 'preview',
    'cmi.core.student_name': 'Learner, Preview',
    'cmi.core.credit': mode === 'normal' ? 'credit' : 'no-credit',
    'cmi.core.lesson_status': 'not attempted',
    'cmi.core.entry': entry,
    'cmi.core.lesson_mode': mode,
    'cmi.core.total_time': timespan(total),
    ...(mastery === null ? {} : { 'cmi.student_data.mastery_score': String(mastery) }),
  }),
  /** Hundredths of a second in a time span. */
  hundredths(span) {
    const [hours, minutes, seconds] = span.split(':').map(Number);
    return Math.round((hours * 3600 + minutes * 60 + seconds) * 100) || 0;
  },
  /** What an LMS makes of the status when the session ends: [element, value, reason]. */
  verdicts({ get, mastery }) {
    const status = 'cmi.core.lesson_status';
    const raw = get('cmi.core.score.raw');
    if (mastery !== null && raw !== '') {
      const verdict = Number(raw) >= mastery ? 'passed' : 'failed';
      return [[status, verdict, `the manifest's mastery score is ${mastery} and the score ${raw}`]];
    }
    if (get(status) !== 'not attempted') return [];
    return [[status, 'completed', 'the course ended without ever setting a status']];
  },
  summary(get) {
    return {
      facts: [
        ['Status', get('cmi.core.lesson_status')],
        ['Score', range(get('cmi.core.score.raw'), get('cmi.core.score.min'), get('cmi.core.score.max'))],
        ['Location', get('cmi.core.lesson_location')],
        ['Session time', get('cmi.core.session_time')],
        ['Time before', get('cmi.core.total_time')],
        ['Entry', get('cmi.core.entry')],
        ['Exit', get('cmi.core.exit')],
        ['Mode', get('cmi.core.lesson_mode')],
      ],
      finished: ['passed', 'completed', 'failed'].includes(get('cmi.core.lesson_status')),
    };
  },
  interaction: { response: 'student_response', time: 'time' },
};

export function range(raw, min, max) {
  if (raw === '' || (min === '' && max === '')) return raw;
  return min === '0' && max !== '' ? `${raw} / ${max}` : `${raw} (${min || '?'} to ${max || '?'})`;
}

function timespan(hundredths) {
  const seconds = Math.floor(hundredths / 100);
  const pad = (number, size = 2) => String(number).padStart(size, '0');
  const clock = [pad(Math.floor(seconds / 3600), 4), pad(Math.floor(seconds / 60) % 60), pad(seconds % 60)];
  return `${clock.join(':')}.${pad(hundredths % 100)}`;
}
