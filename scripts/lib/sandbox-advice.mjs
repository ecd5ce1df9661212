// Chromium's sandbox on Linux needs unprivileged user namespaces, or its helper owned by root and setuid.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from './electron-args.mjs';

const SWITCHES = [
  { file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns', closed: '1' },
  { file: '/proc/sys/kernel/unprivileged_userns_clone', closed: '0' },
];

/** What to do where the sandbox cannot work, or null. */
export function sandboxAdvice(dist) {
  if (process.platform !== 'linux' || isRoot) return null;
  const closed = SWITCHES.some(({ file, closed }) => existsSync(file) && readFileSync(file, 'utf8').trim() === closed);
  const helper = join(dist, 'chrome-sandbox');
  if (!closed || !existsSync(helper)) return null;
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return null;
  return `this system keeps user namespaces from programs, so Electron's sandbox needs its helper. If the app does not open, run:\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
}
