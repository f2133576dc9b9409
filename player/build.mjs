// Builds the learner's player: a script for packages with parts that come later, one for the LTI tool, and a style
// sheet; the same bytes for the same sources.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
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
const script = { ...shared, write: false, format: 'iife', target: 'es2020', outdir: target };
const output = (built) => built.outputFiles[0].text;

// A part uses the modules of the script that is there already; those it needs are handed over in `window.hornbook`.
const main = await build({ ...script, entryPoints: ['src/main.ts'], metafile: true });
const inMain = Object.keys(main.metafile.inputs);
const handedOver = new Set();
const fromMain = {
  name: 'from-main',
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /^\./ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'asked') return undefined;
      const found = await find(path, { resolveDir, kind, pluginData: 'asked' });
      const name = relative(here, found.path).replaceAll('\\', '/');
      if (!inMain.includes(name)) return found;
      handedOver.add(name);
      return { path: name, namespace: 'from-main' };
    });
    onLoad({ filter: /./, namespace: 'from-main' }, ({ path }) => ({
      contents: `module.exports = window.hornbook[${JSON.stringify(path)}];`,
    }));
  },
};
const texts = {};
for (const file of (await readdir(resolve(here, 'src/parts'))).sort()) {
  const part = file.replace(/\.ts$/, '');
  texts[`player-${part}.js`] = output(
    await build({ ...script, entryPoints: [`src/parts/${file}`], plugins: [fromMain] }),
  );
}
const modules = [...handedOver].sort();
const imports = modules.map((name, at) => `import * as m${at} from './${name}';`);
const table = modules.map((name, at) => `${JSON.stringify(name)}: m${at}`);
const contents = ["import './src/main';", ...imports, `window.hornbook = {${table}};`].join('\n');
texts['player.js'] = output(await build({ ...script, stdin: { contents, resolveDir: here } }));
texts['player-lti.js'] = output(await build({ ...script, entryPoints: ['src/main-lti.ts'] }));

for (const [name, text] of Object.entries(texts)) {
  // Terser sees further than esbuild: about a twentieth less to load.
  const { code } = await minify(text, {
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
