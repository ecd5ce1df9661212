import type { AppInfo } from '../../src-shared/ipc/app.js';

/** Longest path of a unix socket every system takes: macOS keeps 104 bytes with the closing zero. */
const MAX_PATH_BYTES = 103;

type Platform = AppInfo['platform'];

export type SpecCheck = { ok: true; spec: string } | { ok: false; message: string };

/**
 * Checks an adapter address while it is typed: 'tcp:HOST:PORT' or 'unix:/PATH'. The main process checks it again.
 * Messages say exactly what is wrong.
 */
export function checkSpec(text: string, platform: Platform): SpecCheck {
  const spec = text.trim();
  if (spec === '') return bad('Write tcp:HOST:PORT or unix:/PATH');
  const colon = spec.indexOf(':');
  const scheme = colon < 0 ? '' : spec.slice(0, colon).toLowerCase();
  const rest = spec.slice(colon + 1);
  if (scheme === 'tcp') return checkTcp(rest);
  if (scheme === 'unix') return checkUnix(rest, platform);
  if (scheme === 'serial') return bad('serial: is not there yet. Relay the port with socat as below and use tcp:');
  if (scheme === '') return bad('Begin with tcp: or unix:');
  return bad(`${scheme}: is not a kind of address; use tcp: or unix:`);
}

function checkTcp(rest: string): SpecCheck {
  const match = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(rest);
  if (!match) {
    if (/:.*:/.test(rest)) return bad('An IPv6 address stands in brackets: tcp:[::1]:9000');
    return bad('The port is missing: tcp:HOST:PORT');
  }
  const host = match[1] ?? '';
  const portText = match[2] ?? '';
  if (host === '') return bad('The host is missing: tcp:127.0.0.1:9000');
  if (
    host.startsWith('[')
      ? !/^\[[0-9a-f:.]+(%[\w.-]+)?\]$/i.test(host)
      : !/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(host)
  ) {
    return bad(`${host} is not a host name or address`);
  }
  if (portText === '') return bad('The port is missing: tcp:HOST:PORT');
  if (!/^\d+$/.test(portText)) return bad(`${portText} is not a port number`);
  const port = Number(portText);
  if (port < 1 || port > 65_535) return bad('The port must be from 1 to 65535');
  return { ok: true, spec: `tcp:${host.toLowerCase()}:${port}` };
}

function checkUnix(path: string, platform: Platform): SpecCheck {
  const message = checkSocketPath(path, platform);
  return message === null ? { ok: true, spec: `unix:${path}` } : bad(message);
}

/** What is wrong with the path of a unix socket, or null. */
export function checkSocketPath(path: string, platform: Platform): string | null {
  if (platform === 'win32') return 'Unix sockets need Linux or macOS; use tcp: here';
  if (path === '') return 'The path is missing: unix:/tmp/hci0.sock';
  if (!path.startsWith('/')) return 'The path must be absolute, beginning with /';
  if (path.endsWith('/')) return 'That is a folder; the socket in it is wanted';
  if (path.includes('\0')) return 'The path holds a zero byte';
  const length = new TextEncoder().encode(path).length;
  return length > MAX_PATH_BYTES ? `The path has ${length} bytes; a socket's path has at most ${MAX_PATH_BYTES}` : null;
}

/** What is wrong with the port to share on, or null. '' and 0 mean any free one. */
export function checkSharePort(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (!/^\d+$/.test(trimmed)) return `${trimmed} is not a port number`;
  return Number(trimmed) > 65_535 ? 'The port must be from 0 to 65535' : null;
}

function bad(message: string): SpecCheck {
  return { ok: false, message };
}
