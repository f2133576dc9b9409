/** "tomorrow", "in 4 days", "in 2 months": when something comes back, in the language of the page. */
export function inDays(days: number, language: string): string {
  if (days < 45) return format(days, 'day', language, 'auto');
  if (days < 548) return format(Math.round(days / 30.44), 'month', language, 'always');
  return format(Math.round(days / 365.25), 'year', language, 'always');
}

function format(
  count: number,
  unit: Intl.RelativeTimeFormatUnit,
  language: string,
  numeric: 'auto' | 'always',
): string {
  return new Intl.RelativeTimeFormat(language, { numeric }).format(count, unit);
}
