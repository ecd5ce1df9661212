// npm run build [-- app | ble]: the app and the BLE core alone, into out/.
import { buildApp } from './lib/build-app.mjs';
import { buildBle } from './lib/build-ble.mjs';
import { main, UserError } from './lib/run.mjs';
import { setup } from './setup.mjs';

const BUILDS = { app: buildApp, ble: buildBle };

await main(async () => {
  const wanted = process.argv.slice(2);
  for (const name of wanted) {
    if (!Object.hasOwn(BUILDS, name))
      throw new UserError(`there is no build "${name}": ${Object.keys(BUILDS).join(', ')}`);
  }
  await setup('build');
  for (const [name, build] of Object.entries(BUILDS)) {
    if (wanted.length === 0 || wanted.includes(name)) await build({ force: true });
  }
});
