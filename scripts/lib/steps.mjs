// The steps of npm test.
import { buildApp } from './build-app.mjs';
import { buildBle } from './build-ble.mjs';
import { inRoot } from './paths.mjs';
import { runNode } from './run.mjs';

const bin = (...path) => inRoot('node_modules', ...path);
const tsc = (project) => [bin('typescript', 'bin', 'tsc'), '-p', project];
const vitest = (project) => [bin('vitest', 'vitest.mjs'), 'run', '--project', project];

async function inOrder(env, ...commands) {
  for (const command of commands) {
    const code = await runNode(command, { env });
    if (code !== 0) return code;
  }
  return 0;
}

async function build() {
  await buildApp();
  await buildBle();
  return 0;
}

/** Name -> (env) => exit code; in this order. */
export const STEPS = {
  lint: (env) => inOrder(env, [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']),
  types: (env) => inOrder(env, tsc('tsconfig.json'), tsc('tsconfig.web.json'), tsc('tsconfig.e2e.json')),
  deps: (env) =>
    inOrder(env, [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'src-main',
      'src-renderer',
      'src-shared',
    ]),
  unit: (env) => inOrder(env, vitest('unit')),
  build,
  interop: (env) => inOrder(env, vitest('interop')),
  e2e: (env) => inOrder(env, playwright()),
};

/** The command of the end-to-end tests; args as Playwright takes them. */
export function playwright(args = []) {
  return [bin('@playwright', 'test', 'cli.js'), 'test', '--config', 'playwright.config.ts', ...args];
}

/** Steps that need the results of `build`. */
export const NEED_BUILD = new Set(['interop', 'e2e']);
