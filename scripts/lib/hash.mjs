// Hashes of files and folders.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

/** Every file below a file or folder, sorted; a path that does not exist gives none. */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** One hash over names and contents of everything below the given paths. */
export function hashTree(base, paths, skip = () => false) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(join(base, path)))) {
    const name = relative(base, file).split(sep).join('/');
    if (!skip(name)) hash.update(`${name}\0${sha256(readFileSync(file))}\n`);
  }
  return hash.digest('hex');
}
