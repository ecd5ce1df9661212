// Remembers what a build was made from, so that it is made again only when that has changed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashTree } from './hash.mjs';
import { outDir, root } from './paths.mjs';

const isTest = (name) => /\.test\.tsx?$/.test(name);

/** Runs make() when inputs (paths in the repository) changed since the last time, or an output (path in out/) is missing. */
export async function makeIfStale(name, { inputs, outputs, force = false }, make) {
  const file = join(outDir, `.${name}-stamp`);
  const hash = hashTree(root, inputs, isTest);
  const fresh =
    existsSync(file) && readFileSync(file, 'utf8') === hash && outputs.every((path) => existsSync(join(outDir, path)));
  if (fresh && !force) return false;
  await make();
  writeFileSync(file, hash);
  return true;
}
