// Builds the learner's player: a script for each kind of package with parts that come later, one for the LTI tool, and
// a style sheet; the same bytes for the same sources.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';
import { memberNames } from './member-names.mjs';

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
const script = { ...shared, write: false, format: 'iife', target: 'es2022', outdir: target };
const output = (built) => built.outputFiles[0].text;

// A part uses the modules of the script that is there already. What it takes from them is handed over in a list,
// `window.hornbook`; its places are known when all parts have been put together once. The part `words` adds its own
// modules to the list: functions alone, which other parts call once it is there, in whatever order they came. Tables
// are no functions: who needs one has its own share of it.
const WORDS = 'words';
const homes = ['web', 'scorm12', 'scorm2004'];
const inMain = await sharedModules(homes.map((home) => `src/main-${home}.ts`));
const inWords = (await sharedModules([`src/parts/${WORDS}.ts`])).filter(
  (name) => name.endsWith('.ts') && !inMain.includes(name),
);
const names = (await readdir(resolve(here, 'src/parts'))).map((file) => file.replace(/\.ts$/, ''));
const parts = [WORDS, ...names.filter((name) => name !== WORDS).sort()];

/** The exports of modules that are elsewhere already, each of them taken from where `placeOf` says. */
const takenFrom = (modules, placeOf) => ({
  name: 'taken',
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /^take$/ }, () => ({ path: 'take', namespace: 'take' }));
    onLoad({ filter: /./, namespace: 'take' }, () => ({
      contents: 'const handed = window.hornbook; export const take = (at) => handed[at];',
    }));
    onResolve({ filter: /^\./ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'asked') return undefined;
      const found = await find(path, { resolveDir, kind, pluginData: 'asked' });
      const name = relative(here, found.path).replaceAll('\\', '/');
      // The others esbuild finds by itself, with what tsconfig.json says of them.
      return modules.includes(name) ? { path: name, namespace: 'taken' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'taken' }, async ({ path }) => {
      const exported = (await exportsOf(path)).map((name, at) => {
        const taken = `take(${JSON.stringify(placeOf(path, name))})`;
        const value = inWords.includes(path)
          ? `(...given) => ${taken}(...given)`
          : `/* @__PURE__ */ ${taken}`;
        return `const e${at} = ${value}; export { e${at} as ${name} };`;
      });
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

/** The script of `src/NAME.ts`, with more lines behind it. */
const text = async (name, lines, ...plugins) => {
  const contents = [`import './src/${name}';`, ...lines].join('\n');
  return output(await build({ ...script, stdin: { contents, resolveDir: here }, plugins }));
};
// The loader of parts asks for the mark that a part leaves at its end (`late.ts`).
const part = (name, placeOf, lines = []) =>
  text(
    `parts/${name}`,
    [...lines, "document.currentScript.dataset.ran = '';"],
    takenFrom(name === WORDS ? inMain : [...inMain, ...inWords], placeOf),
  );

const taken = new Set();
for (const name of parts) {
  const found = await part(name, (path, exported) => `take ${path} ${exported}`);
  for (const [, place] of found.matchAll(/"take ([^"]+)"/g)) taken.add(place);
}
/** Whether a place of the list is filled by the part `words`. */
const isOfWords = (place) => inWords.includes(place.split(' ')[0]);
const places = [...taken].sort((one, other) => isOfWords(one) - isOfWords(other) || (one < other ? -1 : 1));
/** The lines that put what stands at places into the list. */
const handOver = (own, fill) => [
  ...own.map((place, at) => {
    const [path, exported] = place.split(' ');
    return `import { ${exported} as m${at} } from './${path}';`;
  }),
  fill(own.map((_, at) => `m${at}`)),
];
const byMain = handOver(
  places.filter((place) => !isOfWords(place)),
  (values) => `window.hornbook = [${values}];`,
);
const byWords = handOver(places.filter(isOfWords), (values) => `window.hornbook.push(${values});`);

const texts = {};
for (const home of homes) texts[`player-${home}.js`] = await text(`main-${home}`, byMain);
for (const name of parts) {
  const placeOf = (path, exported) => places.indexOf(`${path} ${exported}`);
  texts[`player-${name}.js`] = await part(name, placeOf, name === WORDS ? byWords : []);
}
texts['player-lti.js'] = output(await build({ ...script, entryPoints: ['src/main-lti.ts'] }));

// Terser sees further than esbuild: about a twentieth less to load. The scripts call each other's members, so a name is
// short in the same way in all of them.
const everything = ['lti', ...homes].map((home) => `import './src/main-${home}';`);
const all = await build({ ...script, stdin: { contents: everything.join('\n'), resolveDir: here } });
const { members, others } = await memberNames(output(all));
const short = { regex: new RegExp(`^(?:${members.join('|')})$`), reserved: others };
const nameCache = {};
for (const [name, text] of Object.entries(texts)) {
  const { code } = await minify(text, {
    ecma: 2022,
    compress: { passes: 3 },
    mangle: { properties: short },
    nameCache,
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
