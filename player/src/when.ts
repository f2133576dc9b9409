/** "tomorrow", "in 4 days", "in 2 months": when something comes back, in the language of the page. */
export function inDays(days: number, language: string): string {
  if (days < 45) return format(days, 'day', language, 'auto');
  if (days < 548) return format(Math.round(days / 30.44), 'month', language, 'always');
  return format(Math.round(days / 365.25), 'year', language, 'always');
}

/** Kept, as making one takes much longer than using it. */
const formats = new Map<string, Intl.RelativeTimeFormat>();

function format(
  count: number,
  unit: Intl.RelativeTimeFormatUnit,
  language: string,
  numeric: 'auto' | 'always',
): string {
  const key = `${language} ${numeric}`;
  const known = formats.get(key) ?? new Intl.RelativeTimeFormat(language, { numeric });
  formats.set(key, known);
  return known.format(count, unit);
}
