// Builds the learner's player: a script for each kind of package with parts that come later, one for the LTI tool, and
// a style sheet; the same bytes for the same sources.
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

// A part uses the modules of the script that is there already. What it takes from them is handed over in a list,
// `window.hornbook`; its places are known when all parts have been put together once.
const homes = ['web', 'scorm12', 'scorm2004'];
const inMain = await sharedModules(homes.map((home) => `src/main-${home}.ts`));
const parts = (await readdir(resolve(here, 'src/parts'))).sort().map((file) => file.replace(/\.ts$/, ''));

/** The exports of the script's modules, each of them taken from where `placeOf` says. */
const fromMain = (placeOf) => ({
  name: 'from-main',
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /^take$/ }, () => ({ path: 'take', namespace: 'take' }));
    onLoad({ filter: /./, namespace: 'take' }, () => ({
      contents: 'const handed = window.hornbook; export const take = (at) => handed[at];',
    }));
    onResolve({ filter: /^\./ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'asked') return undefined;
      const found = await find(path, { resolveDir, kind, pluginData: 'asked' });
      const name = relative(here, found.path).replaceAll('\\', '/');
      return inMain.includes(name) ? { path: name, namespace: 'from-main' } : found;
    });
    onLoad({ filter: /./, namespace: 'from-main' }, async ({ path }) => {
      const exported = (await exportsOf(path)).map(
        (name, at) =>
          `const e${at} = /* @__PURE__ */ take(${JSON.stringify(placeOf(path, name))}); export { e${at} as ${name} };`,
      );
      return { contents: ["import { take } from 'take';", ...exported].join('\n') };
    });
  },
});

/** The modules that each of the scripts holds. */
async function sharedModules(entryPoints) {
  const built = await Promise.all(
    entryPoints.map((entry) => build({ ...script, entryPoints: [entry], metafile: true })),
  );
  const [first, ...others] = built.map(({ metafile }) => Object.keys(metafile.inputs));
  return first.filter((name) => others.every((other) => other.includes(name)));
}

/** The names that a module exports. */
async function exportsOf(path) {
  const { metafile } = await build({
    ...shared,
    write: false,
    format: 'esm',
    outdir: target,
    bundle: false,
    entryPoints: [path],
    metafile: true,
  });
  return Object.values(metafile.outputs)[0].exports;
}

const part = async (name, placeOf) =>
  output(await build({ ...script, entryPoints: [`src/parts/${name}.ts`], plugins: [fromMain(placeOf)] }));

const taken = new Set();
for (const name of parts) {
  const text = await part(name, (path, exported) => `take ${path} ${exported}`);
  for (const [, place] of text.matchAll(/"take ([^"]+)"/g)) taken.add(place);
}
const places = [...taken].sort();
const imports = places.map((place, at) => {
  const [path, exported] = place.split(' ');
  return `import { ${exported} as m${at} } from './${path}';`;
});
const list = `window.hornbook = [${places.map((_, at) => `m${at}`)}];`;

const texts = {};
for (const home of homes) {
  const contents = [`import './src/main-${home}';`, ...imports, list].join('\n');
  texts[`player-${home}.js`] = output(await build({ ...script, stdin: { contents, resolveDir: here } }));
}
for (const name of parts)
  texts[`player-${name}.js`] = await part(name, (path, exported) => places.indexOf(`${path} ${exported}`));
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
