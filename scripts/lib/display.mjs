// A virtual display for machines without one.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, UserError } from './run.mjs';

const SCREEN = '1680x1200x24';

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Starts Xvfb on a free display; resolves with the environment its programs need. It ends with this process. */
export function startVirtualDisplay() {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-display-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const authority = join(folder, 'Xauthority');
  writeFileSync(authority, authorityRecord(randomBytes(16)), { mode: 0o600 });
  // With -displayfd the server picks the number itself and tells it, so two runs cannot collide.
  const server = start('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', authority], {
    inBackground: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    server.on('error', (error) => reject(new UserError(`Xvfb could not be started: ${error.message}`)));
    server.on('close', (code) => reject(new UserError(`Xvfb ended with code ${code}`)));
    server.stdio[3].on('data', (data) => {
      text += data;
      if (text.endsWith('\n')) resolve({ DISPLAY: `:${text.trim()}`, XAUTHORITY: authority });
    });
  });
}

/** One Xauthority entry that fits any host and display: family, address, number, name, data, each with a 16-bit length. */
function authorityRecord(cookie) {
  const wildFamily = Buffer.from([0xff, 0xff]);
  const field = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  return Buffer.concat([
    wildFamily,
    ...['', '', 'MIT-MAGIC-COOKIE-1'].map((text) => field(Buffer.from(text))),
    field(cookie),
  ]);
}
