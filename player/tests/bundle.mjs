// node tests/bundle.mjs ENTRY OUTFILE: a script of the tests and the sources that it imports, as one file for Node.
import { build } from 'esbuild';

const [, , entry, outfile] = process.argv;
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
