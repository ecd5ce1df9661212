// npm test [-- STEP ...]: every check in order, or the named ones; ends at the first that fails.
import { isRoot } from './lib/electron-args.mjs';
import { main, say, UserError } from './lib/run.mjs';
import { NEED_BUILD, STEPS } from './lib/steps.mjs';
import { testEnv } from './lib/test-env.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const names = plan(process.argv.slice(2));
  const setupStarted = performance.now();
  const electron = await setup('test');
  const rows = [{ name: 'setup', result: 'passed', ms: performance.now() - setupStarted }];
  const env = await testEnv(electron);
  // Set-up has installed btvirt, which needs root: from here on a test that cannot have it fails instead of skipping.
  if (process.platform === 'linux' && isRoot) env.WORKBENCH_REQUIRE_BTVIRT = '1';

  let failed = false;
  for (const name of names) {
    if (failed) {
      rows.push({ name, result: 'not run', ms: 0 });
      continue;
    }
    say(`--- ${name}`);
    const started = performance.now();
    const code = await runStep(name, env);
    failed = code !== 0;
    rows.push({ name, result: failed ? 'FAILED' : 'passed', ms: performance.now() - started });
  }
  tell(rows, electron);
  return failed ? 1 : 0;
});

async function runStep(name, env) {
  try {
    return await STEPS[name](env);
  } catch (error) {
    console.error(error instanceof UserError ? error.message : error);
    return 1;
  }
}

/** The steps to run: all, or the named ones with the build they need. */
function plan(wanted) {
  const known = Object.keys(STEPS);
  for (const name of wanted) {
    if (!known.includes(name)) throw new UserError(`there is no step "${name}": ${known.join(', ')}`);
  }
  if (wanted.length === 0) return known;
  const build = wanted.some((name) => NEED_BUILD.has(name));
  return known.filter((name) => wanted.includes(name) || (build && name === 'build'));
}

function tell(rows, electron) {
  const count = (result) => rows.filter((row) => row.result === result).length;
  console.log(`\nElectron ${electron.version} (${electron.source}), Node ${process.versions.node}`);
  for (const { name, result, ms } of rows) {
    console.log(
      `  ${name.padEnd(8)} ${result.padEnd(8)} ${result === 'not run' ? '' : `${(ms / 1000).toFixed(1)} s`.padStart(8)}`,
    );
  }
  console.log(`steps: ${count('passed')} passed, ${count('FAILED')} failed, ${count('not run')} skipped`);
}
