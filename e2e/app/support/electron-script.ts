import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles a file of this folder into an Electron main process of its own. Resolves with what to start Electron with. */
export async function buildElectronScript(name: string): Promise<string> {
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: join(ROOT, 'out/e2e', name),
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rolldownOptions: {
        input: { [name]: join(ROOT, 'e2e/app/support', `${name}.ts`) },
        external: ['electron'],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return join(ROOT, 'out/e2e', name, `${name}.js`);
}
