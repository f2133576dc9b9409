import { timeOfDay, timespan12 } from '../durations';
import { type Field, joined, MOST_PATTERNS, type PendingInteraction, plainLine } from '../interactions';
import { type Dialect, ScormHome } from './scorm';

/** SCORM 1.2 RTE, chapter 3. Answers are at most 255 characters, choices single characters joined by commas. */
const LONGEST = 255;

const RANKS = { incomplete: 1, failed: 2, completed: 3, passed: 4 };

const DIALECT: Dialect = {
  calls: {
    api: 'API',
    initialize: 'LMSInitialize',
    terminate: 'LMSFinish',
    get: 'LMSGetValue',
    set: 'LMSSetValue',
    commit: 'LMSCommit',
    lastError: 'LMSGetLastError',
    errorString: 'LMSGetErrorString',
  },
  // The standard sets no limit; this one only stops a runaway.
  mostInteractions: 1000,
  mode: 'cmi.core.lesson_mode',
  learner: 'cmi.core.student_id',
  exit: 'cmi.core.exit',
  location: { element: 'cmi.core.lesson_location', limit: LONGEST },
  rawScore: 'cmi.core.score.raw',
  statuses: [{ element: 'cmi.core.lesson_status', ranks: RANKS, finished: 'completed' }],
  refusals: /^(201|202|203|401|402|403|404|405)$/,
  // 1.2 has no code of its own for it.
  alreadyOpen: /(?!)/,
  lookedAround: ['cmi.core.lesson_status', 'browsed'],
  onward: null,
  status: ({ completion, success }) => [success === 'unknown' ? (completion ?? '') : success],
  results({ score }) {
    if (score === null) return [];
    return [
      ['cmi.core.score.raw', score.raw],
      ['cmi.core.score.min', '0'],
      ['cmi.core.score.max', '100'],
    ];
  },
  time: (milliseconds) => ['cmi.core.session_time', timespan12(milliseconds)],
  interaction(given) {
    const { id, type, moment, weighting, result, latency } = given;
    const fields: Field[] = [
      ['id', id.slice(0, LONGEST)],
      ['type', TYPES[type] ?? type],
      ['time', timeOfDay(new Date(moment))],
    ];
    patterns(given).forEach((pattern, index) => {
      fields.push([`correct_responses.${index}.pattern`, pattern]);
    });
    fields.push(['weighting', String(weighting)]);
    const answer = written(given);
    if (answer !== '') fields.push(['student_response', answer]);
    fields.push(['result', result === 'right' ? 'correct' : result]);
    if (latency !== undefined) fields.push(['latency', timespan12(latency)]);
    return fields;
  },
};

/** 1.2 has no types for long texts and other things. */
const TYPES: Partial<Record<PendingInteraction['type'], string>> = {
  practice: 'performance',
  'long-fill-in': 'fill-in',
};
/** Between gaps; 1.2 has no sign of its own for it. */
const BETWEEN = ' | ';

function written({ type, response }: Pick<PendingInteraction, 'type' | 'response'>): string {
  if (typeof response === 'boolean') return response ? 't' : 'f';
  if (typeof response === 'string') return plainLine(response, LONGEST);
  if (type === 'fill-in') return plainLine(response.join(BETWEEN), LONGEST);
  return joined({ type }, response, '.', ',', LONGEST);
}

function patterns({ type, correct, response }: PendingInteraction): string[] {
  if (typeof correct !== 'boolean' && type === 'numeric') return correct.slice(1, 2);
  if (!type.endsWith('fill-in') || typeof correct === 'boolean' || Array.isArray(response))
    return [written({ type, response: correct })].filter(Boolean);
  return correct
    .map((wording) => plainLine(wording, LONGEST))
    .filter(Boolean)
    .slice(0, MOST_PATTERNS);
}

export function scorm12(window: Window): ScormHome {
  return new ScormHome(window, DIALECT);
}
