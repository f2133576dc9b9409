/**
 * What a value may look like. A check answers null when the value is right, else what is wrong with it:
 * `kind` is `type`, `range`, `depends` or `set`, from which each standard makes its error number.
 */

export const wrong = (reason, kind = 'type') => ({ kind, reason });

/** Numbers of characters are counted as JavaScript and the LMSs do, in UTF-16 units. */
export const text = (limit) => (value) =>
  value.length <= limit ? null : wrong(`${count(value.length)} characters; at most ${count(limit)} are kept`);

export const oneOf =
  (...words) =>
  (value) =>
    words.includes(value) ? null : wrong(`must be one of ${words.map((word) => word || '""').join(', ')}`);

export const matches = (pattern, reason) => (value) => (pattern.test(value) ? null : wrong(reason));

/** The first fault of several checks. */
export const all =
  (...checks) =>
  (value, context) => {
    for (const check of checks) {
      const fault = check(value, context);
      if (fault) return fault;
    }
    return null;
  };

export const count = (number) => number.toLocaleString('en');

/** A list of single characters, as SCORM 1.2 writes choices and sequences: `a,b`, also `{a,b}`. */
const LETTERS = /^(?:[0-9a-z](?:,[0-9a-z])*|\{[0-9a-z](?:,[0-9a-z])*\})$/;
const PAIRS =
  /^(?:[0-9a-z]\.[0-9a-z](?:,[0-9a-z]\.[0-9a-z])*|\{[0-9a-z]\.[0-9a-z](?:,[0-9a-z]\.[0-9a-z])*\})$/;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** SCORM 1.2 RTE 3.4.1: data types. */
export const form12 = {
  decimal: matches(DECIMAL, 'must be a plain decimal such as 75 or 33.33'),
  identifier: matches(/^[!-~]{1,255}$/, 'must be 1 to 255 printable ASCII characters without spaces'),
  time: matches(/^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,2})?$/, 'must be a time of day HH:MM:SS'),
  timespan: matches(
    /^\d{2,4}:[0-5]\d:[0-5]\d(?:\.\d{1,2})?$/,
    'must be HHHH:MM:SS.SS with 2 to 4 digits of hours and at most 2 decimals',
  ),
  score: (value) => {
    if (value === '') return null;
    if (!DECIMAL.test(value)) return wrong('must be a plain decimal such as 75 or 33.33');
    return Number(value) >= 0 && Number(value) <= 100 ? null : wrong('must lie between 0 and 100', 'range');
  },
  result: matches(
    /^(?:correct|wrong|unanticipated|neutral|-?\d+(?:\.\d+)?)$/,
    'must be correct, wrong, unanticipated, neutral or a plain decimal',
  ),
  /** Answers and keys by the interaction's type (RTE 3.4.7). */
  answer: {
    'true-false': oneOf('t', 'f', '1', '0'),
    choice: matches(LETTERS, 'must be single characters 0-9 a-z joined by commas, such as a,c'),
    sequencing: matches(LETTERS, 'must be single characters 0-9 a-z joined by commas, such as b,a,c'),
    matching: matches(PAIRS, 'must be pairs of single characters, such as 1.a,2.b'),
    likert: matches(/^[0-9a-z]?$/, 'must be a single character 0-9 a-z'),
    numeric: matches(DECIMAL, 'must be a plain decimal'),
    'fill-in': () => null,
    performance: () => null,
  },
};

const REAL = /^-?\d{1,10}(?:\.\d{1,7})?$/;
const LANGUAGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
const MOST_PARTS = 36;

export const real =
  (lowest = -Infinity, highest = Infinity) =>
  (value) => {
    if (!REAL.test(value)) return wrong('must be a plain decimal with at most 7 decimals');
    const inside = Number(value) >= lowest && Number(value) <= highest;
    return inside ? null : wrong(`must lie between ${lowest} and ${highest}`, 'range');
  };

/** A text in a language: one line, `{lang=xx}` allowed before it and no other brace. */
export const localized = (limit) => (value) => {
  const match = /^\{lang=([^}]*)\}/.exec(value);
  if (match && !LANGUAGE.test(match[1])) return wrong(`"${match[1]}" is no language tag`);
  const rest = match ? value.slice(match[0].length) : value;
  if (rest.startsWith('{')) return wrong('must not begin with {, which LMSs take for a setting');
  if (/[\r\n]/.test(rest)) return wrong('must not hold a line break');
  return text(limit)(rest);
};

const shortId = matches(
  /^[\w.]{1,250}$/,
  'must be letters, digits, underscores and dots: strict LMSs refuse others',
);
const parts = (value) => value.split('[,]');

const list =
  (one, { most = MOST_PARTS, twice = true } = {}) =>
  (value) => {
    const items = parts(value);
    if (items.length > most) return wrong(`${items.length} parts; at most ${most} are kept`);
    if (!twice && new Set(items).size < items.length) return wrong('names one option twice');
    for (const item of items) {
      const fault = one(item);
      if (fault) return fault;
    }
    return null;
  };

const pair = (value) => {
  const sides = value.split('[.]');
  return sides.length === 2
    ? (shortId(sides[0]) ?? shortId(sides[1]))
    : wrong('must be pairs such as 1[.]a[,]2[.]b');
};

const step = (value) => {
  const sides = value.split('[.]');
  if (sides.length !== 2 || sides.join('') === '') return wrong('must be steps such as one[.]done');
  return sides[0] === '' ? null : shortId(sides[0]);
};

/** Takes settings such as {case_matters=true}, in any order, off the front of a key. */
const settings =
  (check, ...names) =>
  (value) => {
    let rest = value;
    const setting = new RegExp(`^\\{(?:${names.join('|')})=([^}]*)\\}`);
    for (let match = setting.exec(rest); match; match = setting.exec(rest)) {
      if (match[1] !== 'true' && match[1] !== 'false') return wrong(`${match[0]} must be true or false`);
      rest = rest.slice(match[0].length);
    }
    return check(rest);
  };

const number = matches(
  /^-?\d{1,5}(?:\.\d{1,18})?$/,
  'must be a plain decimal with at most 5 digits before the point',
);
const bounds = (value) => {
  const sides = value.split('[:]');
  if (sides.length !== 2) return wrong('must be lowest[:]highest');
  for (const side of sides) if (side !== '' && number(side)) return number(side);
  const crossed = sides[0] !== '' && sides[1] !== '' && Number(sides[0]) > Number(sides[1]);
  return crossed ? wrong('the lowest is above the highest') : null;
};

/** SCORM 2004 RTE 4.1.1: data types. */
export const form2004 = {
  identifier: all(
    matches(/^[!-~]+$/, 'must be printable ASCII characters without spaces, and not empty'),
    text(4000),
  ),
  time: (value) => {
    const match =
      /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.\d{1,2}(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?)?)?)?$/.exec(
        value,
      );
    if (!match) {
      return wrong(
        'must be such as 2024-05-06T07:08:09 or 2024-05-06T07:08:09.25Z; toISOString() has a digit too many',
      );
    }
    const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
      .slice(1)
      .map((part) => part && Number(part));
    const date = new Date(Date.UTC(year, month - 1, day));
    const exists =
      date.getUTCMonth() === month - 1 &&
      date.getUTCDate() === day &&
      hour < 24 &&
      minute < 60 &&
      second < 60;
    return exists && year >= 1970 && year <= 2038 ? null : wrong('must be a time between 1970 and 2038');
  },
  timespan: matches(
    /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,2})?S)?)?$/,
    'must be an ISO 8601 duration with at most 2 decimals, such as PT1H5M3.25S',
  ),
  language: (value) => (value === '' || LANGUAGE.test(value) ? null : wrong('must be a language tag')),
  result: matches(
    /^(?:correct|incorrect|unanticipated|neutral|-?\d{1,10}(?:\.\d{1,7})?)$/,
    'must be correct, incorrect, unanticipated, neutral or a plain decimal',
  ),
  /** Answers by the interaction's type (RTE 4.2.9). */
  answer: {
    'true-false': oneOf('true', 'false'),
    choice: list(shortId, { twice: false }),
    'fill-in': list(localized(250), { most: 10 }),
    'long-fill-in': localized(4000),
    likert: shortId,
    matching: list(pair),
    performance: list(step, { most: 250 }),
    sequencing: list(shortId),
    numeric: number,
    other: all(matches(/^[^\r\n]*$/, 'must not hold a line break'), text(4000)),
  },
  /** Keys by the interaction's type. */
  pattern: {
    'true-false': oneOf('true', 'false'),
    choice: list(shortId, { twice: false }),
    'fill-in': settings(list(localized(250), { most: 10 }), 'case_matters', 'order_matters'),
    'long-fill-in': settings(localized(4000), 'case_matters'),
    likert: shortId,
    matching: list(pair),
    performance: settings(list(step, { most: 125 }), 'order_matters'),
    sequencing: list(shortId),
    numeric: bounds,
    other: all(matches(/^[^\r\n]*$/, 'must not hold a line break'), text(4000)),
  },
};
