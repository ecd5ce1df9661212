// Installs what is missing: node modules, an Electron runtime, system packages. Safe to run at any time; quick when all is there.
import { hasDisplay } from './lib/display.mjs';
import { electronRuntime } from './lib/electron-runtime.mjs';
import { ensureNativeModules } from './lib/native-modules.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { isEntry, main, say } from './lib/run.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';

export { electronDist } from './lib/electron-runtime.mjs';

/** need: 'build' (node modules alone), 'start' (also Electron and its libraries), 'test' (also the programs of the tests). */
export async function setup(need) {
  await ensureNodeModules();
  await ensureNativeModules();
  if (need === 'build') return null;
  const electron = await electronRuntime();
  if (process.platform === 'linux') await ensureSystemPackages(electron.executable, { need, display: !hasDisplay() });
  return electron;
}

if (isEntry(import.meta)) {
  await main(async () => {
    const { version, source } = await setup(process.argv.includes('--test') ? 'test' : 'start');
    say(`ready: Electron ${version} (${source}), Node ${process.versions.node}`);
  });
}
