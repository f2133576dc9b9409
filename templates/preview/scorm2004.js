/** SCORM 2004 RTE 4th edition, chapter 4: calls, errors, and the data model with the formats of a strict LMS. */
import { all, form2004, localized, matches, oneOf, real, text, wrong } from './formats.js';
import { range } from './scorm12.js';

const given = { access: 'r' };
const both = (check, more = {}) => ({ access: 'rw', check, ...more });
const told = (check) => ({ access: 'w', check });

const completion = oneOf('completed', 'incomplete', 'not attempted', 'unknown');
const success = oneOf('passed', 'failed', 'unknown');
/** These types have one right answer only. */
const SINGLE = ['true-false', 'likert', 'numeric', 'other'];
const MOST_LONG = 5;

/** Everything of an interaction, comment or objective waits for its id, answers also for the type. */
const afterId = (check) => (value, context) =>
  context.sibling('id') === '' ? wrong('set the id first', 'depends') : check(value, context);

const byType =
  (checks) =>
  (value, { sibling }) => {
    const check = checks[sibling('type')];
    return check ? check(value) : wrong('set the type first', 'depends');
  };

const pattern = (value, context) => {
  const type = context.sibling('type');
  const index = context.indices[1];
  if (SINGLE.includes(type) && index > 0) return wrong(`${type} has one right answer`, 'set');
  if (type === 'long-fill-in' && index >= MOST_LONG)
    return wrong(`at most ${MOST_LONG} right answers`, 'set');
  const twice = context.collection('pattern').some((other, place) => place !== index && other === value);
  const unique = type === 'choice' || type === 'sequencing';
  return twice && unique
    ? wrong('this right answer is there already', 'set')
    : byType(form2004.pattern)(value, context);
};

/** The id of an objective is unique and stays. */
const objectiveId = (value, context) => {
  const before = context.sibling('id');
  if (before !== '' && before !== value) return wrong(`this objective is "${before}" already`, 'set');
  const twice = context
    .collection('id')
    .some((other, place) => place !== context.indices.at(-1) && other === value);
  return twice ? wrong(`there is an objective "${value}" already`, 'set') : form2004.identifier(value);
};

const score = (path, wrap = (check) => check) => ({
  [`${path}.scaled`]: both(wrap(real(-1, 1))),
  [`${path}.raw`]: both(wrap(real())),
  [`${path}.min`]: both(wrap(real())),
  [`${path}.max`]: both(wrap(real())),
});

export const scorm2004 = {
  name: 'SCORM 2004',
  api: 'API_1484_11',
  calls: {
    Initialize: 'initialize',
    Terminate: 'terminate',
    GetValue: 'get',
    SetValue: 'set',
    Commit: 'commit',
    GetLastError: 'readError',
    GetErrorString: 'errorString',
    GetDiagnostic: 'diagnostic',
  },
  errors: {
    0: 'No Error',
    101: 'General Exception',
    102: 'General Initialization Failure',
    103: 'Already Initialized',
    104: 'Content Instance Terminated',
    111: 'General Termination Failure',
    112: 'Termination Before Initialization',
    113: 'Termination After Termination',
    122: 'Retrieve Data Before Initialization',
    123: 'Retrieve Data After Termination',
    132: 'Store Data Before Initialization',
    133: 'Store Data After Termination',
    142: 'Commit Before Initialization',
    143: 'Commit After Termination',
    201: 'General Argument Error',
    301: 'General Get Failure',
    351: 'General Set Failure',
    391: 'General Commit Failure',
    401: 'Undefined Data Model Element',
    402: 'Unimplemented Data Model Element',
    403: 'Data Model Element Value Not Initialized',
    404: 'Data Model Element Is Read Only',
    405: 'Data Model Element Is Write Only',
    406: 'Data Model Element Type Mismatch',
    407: 'Data Model Element Value Out Of Range',
    408: 'Data Model Dependency Not Established',
  },
  codes: {
    argument: 201,
    again: 103,
    afterEnd: 104,
    // Before the session is open, and after it has ended.
    getClosed: [122, 123],
    setClosed: [132, 133],
    commitClosed: [142, 143],
    terminateClosed: [112, 113],
    noChildren: 301,
    noCount: 301,
    unknown: 401,
    keyword: 404,
    readOnly: 404,
    writeOnly: 405,
    type: 406,
    range: 407,
    depends: 408,
    getIndex: 301,
    setIndex: 351,
    set: 351,
  },
  elements: {
    'cmi.comments_from_learner.n.comment': both(localized(4000)),
    'cmi.comments_from_learner.n.location': both(text(250)),
    'cmi.comments_from_learner.n.timestamp': both(form2004.time),
    'cmi.comments_from_lms.n.comment': given,
    'cmi.comments_from_lms.n.location': given,
    'cmi.comments_from_lms.n.timestamp': given,
    'cmi.completion_status': both(completion),
    'cmi.completion_threshold': given,
    'cmi.credit': given,
    'cmi.entry': given,
    'cmi.exit': told(oneOf('time-out', 'suspend', 'logout', 'normal', '')),
    'cmi.interactions.n.id': both(form2004.identifier),
    'cmi.interactions.n.type': both(afterId(oneOf(...Object.keys(form2004.answer)))),
    'cmi.interactions.n.objectives.n.id': both(afterId(form2004.identifier)),
    'cmi.interactions.n.timestamp': both(afterId(form2004.time)),
    'cmi.interactions.n.correct_responses.n.pattern': both(afterId(pattern)),
    'cmi.interactions.n.weighting': both(afterId(real())),
    'cmi.interactions.n.learner_response': both(afterId(byType(form2004.answer))),
    'cmi.interactions.n.result': both(afterId(form2004.result)),
    'cmi.interactions.n.latency': both(afterId(form2004.timespan)),
    'cmi.interactions.n.description': both(afterId(localized(250))),
    'cmi.launch_data': given,
    'cmi.learner_id': given,
    'cmi.learner_name': given,
    'cmi.learner_preference.audio_level': both(real(0)),
    'cmi.learner_preference.language': both(form2004.language),
    'cmi.learner_preference.delivery_speed': both(real(0)),
    'cmi.learner_preference.audio_captioning': both(oneOf('-1', '0', '1')),
    'cmi.location': both(text(1000)),
    'cmi.max_time_allowed': given,
    'cmi.mode': given,
    'cmi.objectives.n.id': both(objectiveId),
    ...score('cmi.objectives.n.score', afterId),
    'cmi.objectives.n.success_status': both(afterId(success)),
    'cmi.objectives.n.completion_status': both(afterId(completion)),
    'cmi.objectives.n.progress_measure': both(afterId(real(0, 1))),
    'cmi.objectives.n.description': both(afterId(localized(250))),
    'cmi.progress_measure': both(real(0, 1)),
    'cmi.scaled_passing_score': given,
    ...score('cmi.score'),
    'cmi.session_time': told(form2004.timespan),
    'cmi.success_status': both(success),
    'cmi.suspend_data': both(text(64000)),
    'cmi.time_limit_action': given,
    'cmi.total_time': given,
    'adl.nav.request': both(
      all(
        matches(
          /^(?:continue|previous|exit|exitAll|abandon|abandonAll|suspendAll|_none_|\{target=[^}]+\}(?:choice|jump))$/,
          'must be a navigation request such as exitAll',
        ),
      ),
    ),
    'adl.nav.request_valid.continue': given,
    'adl.nav.request_valid.previous': given,
  },
  version: '1.0',
  /** Reading a value that was never set gives nothing and this error. */
  unset: 403,
  /** The least number that every LMS keeps; a strict one keeps no more. */
  mostInteractions: 250,
  exit: 'cmi.exit',
  sessionTime: 'cmi.session_time',
  /** Without exit "suspend" the next session is a new attempt, with no data. */
  dataNeedSuspend: true,
  given: ({ mode, entry, total, mastery }) => ({
    'cmi.learner_id': 'preview',
    'cmi.learner_name': 'Learner, Preview',
    'cmi.credit': mode === 'normal' ? 'credit' : 'no-credit',
    'cmi.completion_status': 'unknown',
    'cmi.success_status': 'unknown',
    'cmi.entry': entry,
    'cmi.mode': mode,
    'cmi.time_limit_action': 'continue,no message',
    'cmi.total_time': duration(total),
    'cmi.learner_preference.audio_level': '1',
    'cmi.learner_preference.language': '',
    'cmi.learner_preference.delivery_speed': '1',
    'cmi.learner_preference.audio_captioning': '0',
    'adl.nav.request': '_none_',
    'adl.nav.request_valid.continue': 'false',
    'adl.nav.request_valid.previous': 'false',
    // The objective of our manifest is there from the start.
    'cmi.objectives.0.id': 'passed',
    'cmi.objectives.0.success_status': 'unknown',
    'cmi.objectives.0.completion_status': 'unknown',
    ...(mastery === null
      ? {}
      : { 'cmi.scaled_passing_score': String(mastery / 100), 'cmi.completion_threshold': '1' }),
  }),
  hundredths(span) {
    const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(span);
    if (!match) return 0;
    const [years, months, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
    const allDays = years * 365.25 + months * 30.4375 + days;
    return Math.round((((allDays * 24 + hours) * 60 + minutes) * 60 + seconds) * 100);
  },
  verdicts({ get, mastery }) {
    if (mastery === null) return [];
    const found = [];
    const measure = get('cmi.progress_measure');
    const scaled = get('cmi.score.scaled');
    if (measure !== '') {
      const verdict = Number(measure) >= 1 ? 'completed' : 'incomplete';
      found.push(['cmi.completion_status', verdict, `the manifest asks for progress 1 and it is ${measure}`]);
    }
    const success = scaled === '' ? 'unknown' : Number(scaled) >= mastery / 100 ? 'passed' : 'failed';
    found.push([
      'cmi.success_status',
      success,
      `the manifest asks for ${mastery / 100} and scaled is ${scaled || 'unset'}`,
    ]);
    return found;
  },
  summary(get) {
    return {
      facts: [
        ['Completion', get('cmi.completion_status')],
        ['Success', get('cmi.success_status')],
        ['Score', range(get('cmi.score.raw'), get('cmi.score.min'), get('cmi.score.max'))],
        ['Scaled score', get('cmi.score.scaled')],
        ['Progress', get('cmi.progress_measure')],
        ['Location', get('cmi.location')],
        ['Session time', get('cmi.session_time')],
        ['Time before', get('cmi.total_time')],
        ['Entry', get('cmi.entry')],
        ['Exit', get('cmi.exit')],
        ['Mode', get('cmi.mode')],
      ],
      finished: get('cmi.completion_status') === 'completed',
    };
  },
  interaction: { response: 'learner_response', time: 'timestamp' },
};

function duration(hundredths) {
  const seconds = hundredths / 100;
  const whole = Math.floor(seconds);
  const rest = `${whole % 60}${hundredths % 100 ? `.${String(hundredths % 100).padStart(2, '0')}` : ''}`;
  return `PT${Math.floor(whole / 3600)}H${Math.floor(whole / 60) % 60}M${rest}S`;
}
