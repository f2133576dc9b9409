import { expect, test } from 'vitest';

/** The build's own module has no types. */
const module = '../member-names.mjs';
const namesIn = async (script: string): Promise<string[]> =>
  (await import(module)).memberNames(script).then(({ members }: { members: string[] }) => members);

test('names that are said of this, or called, are members of classes', async () => {
  const script = `
    class Base { helped() {} }
    class One extends Base { constructor() { super(); this.counted = 0; } step() { super.helped(); return this.counted; } }
    new One()?.step();`;
  expect(await namesIn(script)).toEqual(['constructor', 'counted', 'helped', 'step']);
});

test.each([
  ['written down', 'send({ kept: 1 })'],
  ['written down in short', 'const kept = 1; send({ kept })'],
  ['taken apart', 'const { kept } = JSON.parse(text)'],
  ['read', 'use(JSON.parse(text).kept)'],
  ['assigned', 'other.kept = 1'],
  ['spelled in a text', 'use(other["kept"])'],
  ['looked for', '"kept" in other'],
])('a name of something that is %s is left as it is', async (_, elsewhere) => {
  const script = `class One { constructor() { this.kept = 1; } } ${elsewhere};`;
  expect(await namesIn(script)).not.toContain('kept');
});
