// Builds the app (main process, preload, window) with electron-vite into out/main, out/preload and out/renderer.
import { inRoot } from './paths.mjs';
import { runNode, say, UserError } from './run.mjs';
import { makeIfStale } from './stamp.mjs';

const INPUTS = [
  'src-main',
  'src-renderer',
  'src-shared',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.web.json',
  'package.json',
  'package-lock.json',
];
const OUTPUTS = ['main/main.js', 'preload/preload.cjs', 'renderer/index.html'];

export const electronVite = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');

/** Resolves with whether it built. */
export function buildApp({ force = false } = {}) {
  return makeIfStale('app', { inputs: INPUTS, outputs: OUTPUTS, force }, async () => {
    say('building the app ...');
    if ((await runNode([electronVite, 'build', '--logLevel', 'warn'])) !== 0)
      throw new UserError('the app could not be built: see above');
  });
}
