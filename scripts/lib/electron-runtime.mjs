// Finds the Electron runtime: the one named by the environment, the official one, else the carried one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CARRIED_VERSION, carriedAvailable, carriedElectron, OTHER_WAY } from './carried-electron.mjs';
import { downloadElectron, installedElectron } from './official-electron.mjs';
import { UserError } from './run.mjs';

const executableName =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';

/** Resolves with { dist, executable, version, source: 'environment' | 'official' | 'carried', env }. */
export async function electronRuntime() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) {
    if (!existsSync(join(named, executableName)))
      throw new UserError(`ELECTRON_OVERRIDE_DIST_PATH is ${named}, which holds no ${executableName}`);
    return runtimeIn(named, 'environment');
  }
  const official = installedElectron() ?? (await downloadElectron({ retry: !carriedAvailable }));
  if (official) return runtimeIn(official, 'official');
  if (!carriedAvailable) throw new UserError(`Electron could not be downloaded. ${OTHER_WAY}`);
  return runtimeIn(await carriedElectron(), 'carried');
}

/** The folder of the Electron runtime. */
export async function electronDist() {
  return (await electronRuntime()).dist;
}

function runtimeIn(dist, source) {
  const executable = join(dist, executableName);
  const file = join(dist, 'version');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : CARRIED_VERSION;
  return {
    dist,
    executable,
    version,
    source,
    env: { ELECTRON_OVERRIDE_DIST_PATH: dist, ELECTRON_EXEC_PATH: executable },
  };
}
