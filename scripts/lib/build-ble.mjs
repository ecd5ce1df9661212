// Builds the BLE core alone, for plain Node: out/ble/index.js (ESM) with its type declarations in out/ble/index.d.ts.
import { writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { inRoot, outDir } from './paths.mjs';
import { runNode, say, UserError } from './run.mjs';
import { makeIfStale } from './stamp.mjs';

const INPUTS = [
  'src-main/ble',
  'src-shared',
  'scripts/lib/build-ble.mjs',
  'scripts/ble-types.tsconfig.json',
  'tsconfig.base.json',
  'package-lock.json',
];
const ENTRY = 'src-main/ble/index.ts';

/** Resolves with whether it built. */
export function buildBle({ force = false } = {}) {
  return makeIfStale('ble', { inputs: INPUTS, outputs: ['ble/index.js', 'ble/index.d.ts'], force }, async () => {
    say('building the BLE core ...');
    await bundle();
    await declare();
  });
}

async function bundle() {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: inRoot(),
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: join(outDir, 'ble'),
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { index: inRoot(ENTRY) },
        // Packages are found at run time, and only where an adapter needs them.
        external: (id) => !id.startsWith('.') && !isAbsolute(id),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}

/** One declaration file a module, in the folders of the sources, and an index beside index.js that names them all. */
async function declare() {
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const code = await runNode([
    tsc,
    '-p',
    inRoot('scripts', 'ble-types.tsconfig.json'),
    '--outDir',
    join(outDir, 'ble', 'types'),
  ]);
  if (code !== 0) throw new UserError('the type declarations of the BLE core could not be made: see above');
  const entry = ENTRY.replace(/\.ts$/, '.js');
  writeFileSync(join(outDir, 'ble', 'index.d.ts'), `export * from './types/${entry}';\n`);
}
