// Builds the learner's player: a script for packages, one for the LTI tool, and a style sheet; the same bytes for the
// same sources.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

const here = dirname(fileURLToPath(import.meta.url));
// A test builds into a folder of its own and compares bytes with the committed files.
const target = resolve(process.argv[2] ?? resolve(here, '../templates/player'));

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  sourcemap: false,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

await mkdir(target, { recursive: true });
for (const [entry, name] of [
  ['src/main.ts', 'player.js'],
  ['src/main-lti.ts', 'player-lti.js'],
]) {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: [entry],
    outfile: name,
    write: false,
    format: 'iife',
    target: 'es2020',
  });
  // Terser sees further than esbuild: about a twentieth less to load.
  const { code } = await minify(outputFiles[0].text, {
    ecma: 2020,
    compress: { passes: 3 },
    format: { ascii_only: false, comments: false },
  });
  await writeFile(resolve(target, name), `${code}\n`);
}
await build({
  ...shared,
  entryPoints: ['src/styles/player.css'],
  outfile: resolve(target, 'player.css'),
  // Pictures and fonts of the style sheet are files of their own in the package.
  external: ['*.svg', '*.woff2'],
});
