/**
 * Times as the two standards want them. Elapsed time comes from the monotonic clock, so that a clock set back
 * never makes it negative; only the moment of an answer is read from the calendar.
 */

/** SCORM 1.2 CMITimespan `HHHH:MM:SS.SS`, at most 9999 hours. */
export function timespan12(milliseconds: number): string {
  const { hours, minutes, seconds, hundredths } = split(milliseconds);
  return `${pad(hours, 4)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(hundredths, 2)}`;
}

/** SCORM 2004 timeinterval(second,10,2), such as `PT1H5M3.25S`; nothing at all is `PT0S`. */
export function timespan2004(milliseconds: number): string {
  const { hours, minutes, seconds, hundredths } = split(milliseconds);
  const part = hundredths === 0 ? '' : `.${pad(hundredths, 2).replace(/0$/, '')}`;
  const text =
    (hours > 0 ? `${hours}H` : '') +
    (minutes > 0 ? `${minutes}M` : '') +
    (seconds > 0 || hundredths > 0 ? `${seconds}${part}S` : '');
  return `PT${text === '' ? '0S' : text}`;
}

/** SCORM 1.2 CMITime of the learner's day: `HH:MM:SS`. */
export function timeOfDay(moment: Date): string {
  return `${pad(moment.getHours(), 2)}:${pad(moment.getMinutes(), 2)}:${pad(moment.getSeconds(), 2)}`;
}

/**
 * SCORM 2004 time(second,10,2) in UTC, such as `2026-11-22T10:00:00.12Z`. Two decimals, always: a zone without
 * decimals and JavaScript's three decimals are refused by real systems.
 */
export function timestamp2004(moment: Date): string {
  return `${moment.toISOString().slice(-24, -2)}Z`;
}

function split(milliseconds: number) {
  const longest = 9999 * 360_000 + 359_999;
  const total = Math.min(Math.max(Math.floor(milliseconds / 10) || 0, 0), longest);
  return {
    hours: Math.floor(total / 360_000),
    minutes: Math.floor(total / 6000) % 60,
    seconds: Math.floor(total / 100) % 60,
    hundredths: total % 100,
  };
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
