// Stands in for Electron's own default app in the carried runtime:
//   electron [switches] [-r module]... <app folder | file> [arguments]
import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { preload, target } = readArguments(process.argv.slice(1));
if (preload.length > 0) Module._preloadModules(preload);
if (target === undefined) {
  console.error('usage: electron [-r module] <app folder | file>');
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
await load(resolve(target));

function readArguments(list) {
  const modules = [];
  for (let i = 0; i < list.length; i++) {
    const argument = list[i];
    if (argument === '-r' || argument === '--require') modules.push(list[++i]);
    else if (argument === '-v' || argument === '--version') answer(`v${process.versions.electron}`);
    else if (argument === '-a' || argument === '--abi') answer(process.versions.modules);
    else if (argument.startsWith('--app=')) return { preload: modules, target: argument.slice('--app='.length) };
    else if (!argument.startsWith('-')) return { preload: modules, target: argument };
  }
  return { preload: modules, target: undefined };
}

function answer(text) {
  console.log(text);
  process.exit(0);
}

async function load(path) {
  const manifest = join(path, 'package.json');
  const isPackage = existsSync(manifest);
  if (isPackage) {
    const { name, productName, version } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (version) app.setVersion(version);
    if (productName ?? name) app.setName(productName ?? name);
  }
  const file = createRequire(import.meta.url).resolve(path);
  app.setAppPath(isPackage ? path : dirname(file));
  await import(pathToFileURL(file).href);
}
