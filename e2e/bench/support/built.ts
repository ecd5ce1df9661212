import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds e2e/bench/support/NAME.ts with the core as the core is built for shipping, and runs it in plain Node. Measured as the loader of
 * TypeScript runs it, the core would be slower than it is: that names every function at run time.
 */
export async function runBuilt(name: string): Promise<void> {
  const outDir = `${ROOT}/out/bench/${name}`; // as deep as the sources, which find files from where they are
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { [name]: `${ROOT}/e2e/bench/support/${name}.ts` },
        external: (id) => !id.startsWith('.') && !isAbsolute(id),
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  const child = spawn(process.execPath, [`${outDir}/${name}.js`], { stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${name} ended with code ${code}`);
}
