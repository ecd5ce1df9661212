// On macOS and Windows noble and bleno use the system's Bluetooth through a binary that must be compiled here; on Linux they need none.
import { existsSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { npm, say } from './run.mjs';

const PACKAGES = ['@abandonware/noble', '@abandonware/bleno'];
/** Gone with node_modules, so a new install builds anew. */
const stamp = inRoot('node_modules', '.workbench-native');

export async function ensureNativeModules() {
  if (process.platform === 'linux' || existsSync(stamp)) return;
  say('building noble and bleno for this system ...');
  const code = await npm(['rebuild', ...PACKAGES, '--ignore-scripts=false']);
  if (code !== 0) {
    const fix =
      process.platform === 'darwin'
        ? '"xcode-select --install"'
        : 'the "Desktop development with C++" workload of Visual Studio Build Tools and Python 3';
    say(
      `warning: the adapter "native:" will be unusable, everything else works. To have it: ${fix}, then "npm run setup"`,
    );
    return;
  }
  writeFileSync(stamp, '');
}
