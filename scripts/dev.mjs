// npm run dev [-- APP ARGUMENTS]: the app with hot reload of the window and restart of the main process.
import { electronVite } from './lib/build-app.mjs';
import { isRoot } from './lib/electron-args.mjs';
import { main, runNode } from './lib/run.mjs';
import { testEnv } from './lib/test-env.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup('start');
  const sandbox = isRoot ? ['--noSandbox'] : [];
  return runNode([electronVite, 'dev', '--watch', ...sandbox, '--', ...process.argv.slice(2)], {
    env: await testEnv(electron),
  });
});
