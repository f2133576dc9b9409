/**
 * What a strict LMS takes, element by element: SCORM 1.2 RTE chapter 3 and SCORM 2004 RTE chapter 4, narrowed to
 * what Moodle's API was seen to accept. npm scorm-again runs the session but checks far less.
 */
export type Formats = readonly (readonly [element: RegExp, value: RegExp | ((value: string) => boolean)])[];

const INDEX = '(0|[1-9]\\d*)';
const interaction = (field: string) => new RegExp(`^cmi\\.interactions\\.${INDEX}\\.${field}$`);
const pattern = interaction(`correct_responses\\.${INDEX}\\.pattern`);
const line = (most: number) => new RegExp(`^[^\\r\\n\\u0000-\\u001f]{0,${most}}$`, 'u');
const decimal = /^-?\d+(\.\d+)?$/;
const hundred = (value: string) => /^\d{1,3}(\.\d{1,2})?$/.test(value) && Number(value) <= 100;
const suspendData = (most: number) => (value: string) =>
  value.length <= most && /^[A-Za-z0-9_.-]*$/.test(value);
const partOrWord = (wrong: string) => new RegExp(`^(correct|${wrong}|unanticipated|neutral|0\\.\\d{1,2})$`);
const within = (most: number, also: RegExp) => (value: string) => value.length <= most && also.test(value);

const SPAN_12 = /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
const ANSWER_12 = within(255, /^(t|f|[0-9a-z](,[0-9a-z])*|[^\r\n]+)$/);

export const SCORM12: Formats = [
  [/^cmi\.core\.lesson_status$/, /^(passed|completed|failed|incomplete|browsed)$/],
  [/^cmi\.core\.exit$/, /^(suspend|time-out|logout|)$/],
  [/^cmi\.core\.score\.(raw|min|max)$/, hundred],
  [/^cmi\.core\.session_time$/, SPAN_12],
  [/^cmi\.core\.lesson_location$/, line(255)],
  [/^cmi\.suspend_data$/, suspendData(4096)],
  [interaction('id'), /^[!-~]{1,255}$/],
  [interaction('type'), /^(true-false|choice|fill-in|matching|performance|sequencing|likert|numeric)$/],
  [interaction('time'), /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/],
  [interaction('student_response'), ANSWER_12],
  [pattern, ANSWER_12],
  [interaction('weighting'), decimal],
  [interaction('result'), partOrWord('wrong')],
  [interaction('latency'), SPAN_12],
];

const SPAN_2004 = /^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?$/;
const WORDING = /^[^\r\n{][^\r\n]*$/u;
const LONG_2004 = within(4000, WORDING);
/** Keys are each there once; words in gaps may be blank or the same, are short, and at most ten. */
const separators = (value: string) => {
  const parts = value.split('[,]');
  if (parts.every((part) => /^[0-9a-z]$/.test(part))) return new Set(parts).size === parts.length;
  return parts.length === 1 || (parts.length <= 10 && parts.every((part) => part.length <= 250));
};
const ANSWER_2004 = (value: string) => (value.includes('[,]') ? separators(value) : LONG_2004(value));

export const SCORM2004: Formats = [
  [/^cmi\.completion_status$/, /^(completed|incomplete|not attempted|unknown)$/],
  [/^cmi\.success_status$/, /^(passed|failed|unknown)$/],
  [/^cmi\.exit$/, /^(suspend|normal|time-out|)$/],
  [/^cmi\.score\.(raw|min|max)$/, hundred],
  [/^cmi\.score\.scaled$/, /^(1|0(\.\d{1,7})?)$/],
  [/^cmi\.progress_measure$/, /^(1|0(\.\d{1,7})?)$/],
  [/^cmi\.session_time$/, SPAN_2004],
  [/^cmi\.location$/, line(1000)],
  [/^cmi\.suspend_data$/, suspendData(16_000)],
  [interaction('id'), /^\S{1,4000}$/],
  [
    interaction('type'),
    /^(true-false|choice|fill-in|long-fill-in|matching|performance|sequencing|likert|numeric|other)$/,
  ],
  [
    interaction('timestamp'),
    /^20[0-3]\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2}(Z|[+-]\d\d(:\d\d)?)?)?$/,
  ],
  [interaction('learner_response'), ANSWER_2004],
  [pattern, (value) => ANSWER_2004(value.replace(/^\{case_matters=(true|false)\}/, ''))],
  [interaction('weighting'), decimal],
  [interaction('result'), partOrWord('incorrect')],
  [interaction('latency'), SPAN_2004],
  [interaction('description'), (value) => line(250).test(value) && !value.startsWith('{')],
];

export function accepts(formats: Formats, element: string, value: string): boolean {
  const rule = formats.find(([name]) => name.test(element))?.[1];
  if (rule === undefined) return false;
  return rule instanceof RegExp ? rule.test(value) : rule(value);
}
