import { invalidArgument } from '../../src-shared/model/ble-error.js';

/** Longest path of a unix socket that every system takes (macOS: 104 bytes with the end mark). */
const MAX_SOCKET_PATH_BYTES = 103;
const BAUD = { least: 1_200, most: 8_000_000 };

const fail = (message: string) => invalidArgument('adapter address', message);

/**
 * Checks what a user typed as the address of an adapter and writes it in one way: 'tcp:HOST:PORT', 'unix:/PATH', 'serial:PATH?baud=N'.
 * Throws BleError 'invalid-argument' that says what is wrong and what would be right.
 */
export function normaliseAdapterSpec(text: string, platform: NodeJS.Platform = process.platform): string {
  const trimmed = text.trim();
  if ([...trimmed].some((character) => character < ' ' || character === '\x7f'))
    throw fail('it holds control characters');
  const colon = trimmed.indexOf(':');
  const scheme = colon < 0 ? '' : trimmed.slice(0, colon).toLowerCase();
  const rest = trimmed.slice(colon + 1);
  switch (scheme) {
    case 'tcp':
      return tcpSpec(rest);
    case 'unix':
      return unixSpec(rest, platform);
    case 'serial':
      return serialSpec(rest);
    default:
      throw fail(`${JSON.stringify(trimmed)} does not begin with tcp:, unix: or serial:`);
  }
}

function tcpSpec(rest: string): string {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]\s/]+):([^:]*)$/i.exec(rest);
  if (!match)
    throw fail(
      `tcp: needs a host and a port, like tcp:127.0.0.1:9000${rest.split(':').length > 2 ? ' or tcp:[::1]:9000' : ''}`,
    );
  const [, host = '', port = ''] = match;
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw fail(`${JSON.stringify(port)} is not a port: use 1 to 65535`);
  return `tcp:${host.toLowerCase()}:${Number(port)}`;
}

function unixSpec(path: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') throw fail('unix: sockets do not exist on Windows; use tcp:');
  return `unix:${checkSocketPath(path)}`;
}

/** A path a unix socket can have. Throws 'invalid-argument'. */
export function checkSocketPath(path: string): string {
  if (!path.startsWith('/'))
    throw fail(`unix: needs a path from the root, like unix:/tmp/bt-server-le, not ${JSON.stringify(path)}`);
  if (path.endsWith('/')) throw fail(`${path} is a folder; unix: needs the socket in it`);
  if (path.includes('\0')) throw fail('the path holds a zero byte');
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_SOCKET_PATH_BYTES)
    throw fail(`the path is ${bytes} bytes long; a unix socket may have ${MAX_SOCKET_PATH_BYTES}`);
  return path;
}

function serialSpec(rest: string): string {
  const [path = '', query, ...more] = rest.split('?');
  if (path === '' || more.length > 0)
    throw fail('serial: needs the path of a port, like serial:/dev/ttyACM0?baud=1000000 or serial:COM5');
  if (/^\s|\s$/.test(path)) throw fail('the path of the port begins or ends with a blank');
  if (query === undefined) return `serial:${path}`;
  const options = new URLSearchParams(query);
  for (const key of options.keys())
    if (key !== 'baud') throw fail(`${JSON.stringify(key)} is not known after serial:PATH?; only baud is`);
  const baud = options.get('baud') ?? '';
  if (
    options.getAll('baud').length !== 1 ||
    !/^\d{1,8}$/.test(baud) ||
    Number(baud) < BAUD.least ||
    Number(baud) > BAUD.most
  ) {
    throw fail(`${JSON.stringify(baud)} is not a baud rate: use ${BAUD.least} to ${BAUD.most}`);
  }
  return `serial:${path}?baud=${Number(baud)}`;
}

/** The kind of transport an address asks for. */
export function specKind(spec: string): 'virtual' | 'unix' | 'tcp' | 'serial' | 'usb' | 'hci' | 'native' | null {
  const scheme = spec.slice(0, Math.max(0, spec.indexOf(':')));
  const kinds = ['virtual', 'unix', 'tcp', 'serial', 'usb', 'hci', 'native'] as const;
  return kinds.find((kind) => kind === scheme) ?? null;
}
