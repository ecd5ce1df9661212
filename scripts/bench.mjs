// npm run bench [-- NAME ...]: the measurements in e2e/bench whose file name contains a NAME, one after another.
// Each writes its figures as JSON to the file named by WORKBENCH_BENCH_OUT (out/bench/NAME.json).
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './lib/build-app.mjs';
import { buildBle } from './lib/build-ble.mjs';
import { inRoot, outDir } from './lib/paths.mjs';
import { main, runNode, say, UserError } from './lib/run.mjs';
import { testEnv } from './lib/test-env.mjs';
import { setup } from './setup.mjs';

const SUFFIX = '.bench.ts';

await main(async () => {
  const wanted = process.argv.slice(2);
  const all = readdirSync(inRoot('e2e', 'bench'))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
  const names = all.filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  if (names.length === 0) throw new UserError(`no bench is called so; there are: ${all.join(', ')}`);

  const electron = await setup('test');
  await buildApp();
  await buildBle();
  const env = await testEnv(electron);
  const folder = join(outDir, 'bench');
  mkdirSync(folder, { recursive: true });
  const failed = [];
  for (const name of names) {
    say(`--- ${name}`);
    const file = inRoot('e2e', 'bench', name + SUFFIX);
    const code = await runNode(['--expose-gc', '--import', 'tsx', file], {
      env: { ...env, WORKBENCH_BENCH_OUT: join(folder, `${name}.json`) },
    });
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new UserError(`failed: ${failed.join(', ')}`);
  say(`figures are in ${folder}`);
});
