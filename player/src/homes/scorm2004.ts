import { timespan2004, timestamp2004 } from '../durations';
import { type Field, joined, MOST_PATTERNS, type PendingInteraction, plainLine2004 } from '../interactions';
import { type Dialect, ScormHome } from './scorm';

/** SCORM 2004 RTE, chapter 4. */
const LONGEST = 250;

const DIALECT: Dialect = {
  calls: {
    api: 'API_1484_11',
    initialize: 'Initialize',
    terminate: 'Terminate',
    get: 'GetValue',
    set: 'SetValue',
    commit: 'Commit',
    lastError: 'GetLastError',
    errorString: 'GetErrorString',
  },
  // The smallest number that every LMS must keep (RTE 4.2.9).
  mostInteractions: 250,
  mode: 'cmi.mode',
  learner: 'cmi.learner_id',
  exit: 'cmi.exit',
  // The standard has room for 1,000; the same 255 as in 1.2 are enough for two ids.
  location: { element: 'cmi.location', limit: 255 },
  rawScore: 'cmi.score.raw',
  statuses: [
    { element: 'cmi.completion_status', ranks: { incomplete: 1, completed: 2 }, finished: 'completed' },
    {
      element: 'cmi.success_status',
      ranks: { failed: 1, passed: 2 },
      finished: 'passed',
      withScore: true,
    },
  ],
  refusals: /^(201|351|401|402|403|404|405|406|407|408)$/,
  alreadyOpen: /^103$/,
  lookedAround: null,
  onward: ['adl.nav.request', 'continue'],
  status: ({ completion, success }) => [completion ?? '', success],
  results({ score, progress }) {
    const fields: Field[] = [];
    if (score !== null) {
      fields.push(['cmi.score.scaled', score.scaled], ['cmi.score.raw', score.raw]);
      fields.push(['cmi.score.min', '0'], ['cmi.score.max', '100']);
    }
    if (progress !== null) fields.push(['cmi.progress_measure', progress]);
    return fields;
  },
  time: (milliseconds) => ['cmi.session_time', timespan2004(milliseconds)],
  interaction(given) {
    const { id, type, moment, weighting, result, latency, description } = given;
    const fields: Field[] = [
      ['id', id],
      ['type', type === 'practice' ? 'other' : type],
      ['timestamp', timestamp2004(new Date(moment))],
    ];
    patterns(given).forEach((pattern, index) => {
      fields.push([`correct_responses.${index}.pattern`, pattern]);
    });
    fields.push(['weighting', String(weighting)]);
    const answer = written(given);
    if (answer !== '') fields.push(['learner_response', answer]);
    fields.push(['result', result === 'right' ? 'correct' : result === 'wrong' ? 'incorrect' : result]);
    if (latency !== undefined) fields.push(['latency', timespan2004(latency)]);
    const text = plainLine2004(description, LONGEST);
    if (text !== '') fields.push(['description', text]);
    return fields;
  },
};

/** Every LMS keeps as many gaps of a fill-in (RTE 4.2.9.1). */
const MOST_GAPS = 10;
/** Characters of a long text that every LMS keeps. */
const LONG = 4000;

function written({ type, response }: Pick<PendingInteraction, 'type' | 'response'>): string {
  if (typeof response === 'boolean') return String(response);
  if (typeof response === 'string') return plainLine2004(response, type === 'long-fill-in' ? LONG : LONGEST);
  if (type === 'fill-in')
    return response
      .slice(0, MOST_GAPS)
      .map((gap) => plainLine2004(gap, LONGEST))
      .join('[,]');
  return joined({ type }, response, '[.]', '[,]', LONG);
}

function patterns({ type, correct, response, caseMatters }: PendingInteraction): string[] {
  // One pattern is all that a number may have.
  if (typeof correct !== 'boolean' && type === 'numeric') return [`${correct[0]}[:]${correct[2]}`];
  // Strict systems refuse a pattern with the same words in two gaps, which the standard does not.
  if (type === 'fill-in' && Array.isArray(response) && hasTwins(correct)) return [];
  if (!type.endsWith('fill-in') || typeof correct === 'boolean' || Array.isArray(response))
    return [written({ type, response: correct })].filter(Boolean);
  const prefix = caseMatters ? '{case_matters=true}' : '';
  return correct
    .map((wording) => plainLine2004(wording, LONGEST))
    .filter(Boolean)
    .slice(0, MOST_PATTERNS)
    .map((wording) => prefix + wording);
}

const hasTwins = (correct: PendingInteraction['correct']): boolean =>
  typeof correct !== 'boolean' && new Set(correct).size < correct.length;

export function scorm2004(window: Window): ScormHome {
  return new ScormHome(window, DIALECT);
}
