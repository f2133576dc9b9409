/** Ascending numbers as they are said: runs of three and more as one, `1, 3–7, 9`. */
export function ranges(numbers: readonly number[]): string {
  const said: string[] = [];
  for (let at = 0; at < numbers.length; at++) {
    const first = numbers[at] as number;
    let last = at;
    while (numbers[last + 1] === first + last + 1 - at) last++;
    if (last - at < 2) said.push(String(first));
    else {
      said.push(`${first}\u2013${numbers[last]}`);
      at = last;
    }
  }
  return said.join(', ');
}
