// npm run example -- NAME [SPEC]: runs docs/examples/NAME.ts on an adapter; without SPEC on a virtual radio with the simulated devices.
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { buildBle } from './lib/build-ble.mjs';
import { inRoot } from './lib/paths.mjs';
import { main, runNode, start, UserError } from './lib/run.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const [name, spec] = process.argv.slice(2);
  const names = readdirSync(inRoot('docs', 'examples'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  if (name === undefined || !names.includes(name)) {
    throw new UserError(
      `${name === undefined ? 'which example?' : `there is no example "${name}".`} npm run example -- NAME [SPEC]\n  ${names.join('\n  ')}`,
    );
  }
  await setup('build');
  await buildBle();
  // Its own settings: an example imports the built core by its package name, as a program elsewhere would.
  const args = ['--import', 'tsx', inRoot('docs', 'examples', `${name}.ts`), spec ?? (await startRadio())];
  return runNode(args, { env: { ...process.env, TSX_TSCONFIG_PATH: inRoot('scripts', 'examples.tsconfig.json') } });
});

/** Resolves with the spec where the radio's program takes H4 hosts; that program ends with this one. */
function startRadio() {
  const radio = start(process.execPath, ['--import', 'tsx', inRoot('scripts', 'example-radio.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    radio.on('close', (code) => reject(new UserError(`the virtual radio ended with code ${code}: see above`)));
    createInterface({ input: radio.stdout }).once('line', (line) => resolve(line.trim()));
  });
}
