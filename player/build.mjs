// Builds the learner's player: one script and one style sheet, the same bytes for the same sources.
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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
await build({
  ...shared,
  entryPoints: ['src/main.ts'],
  outfile: resolve(target, 'player.js'),
  format: 'iife',
  target: 'es2020',
});
await build({
  ...shared,
  entryPoints: ['src/styles/player.css'],
  outfile: resolve(target, 'player.css'),
  // Pictures and fonts of the style sheet are files of their own in the package.
  external: ['*.svg', '*.woff2'],
});
