// npm run e2e [-- PLAYWRIGHT ARGUMENTS]: the tests of the running app, alone.
import { buildApp } from './lib/build-app.mjs';
import { main, runNode } from './lib/run.mjs';
import { playwright } from './lib/steps.mjs';
import { testEnv } from './lib/test-env.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup('start');
  await buildApp();
  return runNode(playwright(process.argv.slice(2)), { env: await testEnv(electron) });
});
