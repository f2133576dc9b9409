// node tests/bundle.mjs ENTRY OUTFILE: a script of the tests and the sources that it imports, as one file: a module for Node,
// or, where OUTFILE ends in .js, a script for a page.
import { build } from 'esbuild';

const [, , entry, outfile] = process.argv;
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: outfile.endsWith('.js') ? 'iife' : 'esm',
  logLevel: 'error',
});
