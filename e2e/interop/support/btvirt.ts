import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../scripts/btvirt/btvirt-private', import.meta.url));
const START_WITHIN_MS = 15_000;

/** BlueZ's controller emulator. Every connection to its socket is one more LE controller, all in range of each other. */
export interface Btvirt {
  /** For openAdapter: each opening is a controller of its own. */
  readonly spec: string;
  /** An H4 stream to a new controller, closed with the emulator at the latest. */
  connect(): Promise<Socket>;
  /** H4 streams to so many controllers. */
  connectMany(count: number): Promise<Socket[]>;
  stop(): Promise<void>;
}

/** Why it cannot run here, with the fix, or null. */
export function btvirtMissing(): string | null {
  if (process.platform !== 'linux') return 'btvirt runs on Linux only';
  if (process.getuid?.() !== 0) return 'btvirt needs root (its sockets are kept apart in a mount namespace)';
  const absent = ['btvirt', 'cc', 'unshare', 'setpriv'].filter((name) => !onPath(name));
  return absent.length === 0 ? null : `not installed: ${absent.join(', ')}; "npm run setup -- --test" installs them`;
}

/** Where set-up has installed it, and in continuous integration on Linux, its absence is a failure. */
export function btvirtRequired(): boolean {
  return process.env.WORKBENCH_REQUIRE_BTVIRT === '1' || (Boolean(process.env.CI) && process.platform === 'linux');
}

/** Tests with an emulator of their own; skipped with the reason where there is none, failed where it is required. */
export function describeWithBtvirt(name: string, body: (btvirt: () => Btvirt) => void): void {
  const missing = btvirtMissing();
  if (missing !== null && !btvirtRequired()) {
    console.warn(`skipped: ${name}: ${missing}`);
    describe.skip(`${name} (${missing})`, () => body(absent));
    return;
  }
  describe(name, () => {
    if (missing !== null) {
      test('btvirt is there', () => {
        throw new Error(missing);
      });
      return;
    }
    let running: Btvirt | undefined;
    beforeAll(async () => {
      running = await startBtvirt();
    });
    afterAll(async () => running?.stop());
    body(() => running ?? absent());
  });
}

export async function startBtvirt(): Promise<Btvirt> {
  const folder = await mkdtemp(join(tmpdir(), 'btvirt-'));
  const path = join(folder, 'bt-server-le');
  const child = spawn(SCRIPT, [folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  const sockets = new Set<Socket>();
  try {
    await socketThere(child, path);
  } catch (error) {
    await end(child, folder);
    throw error;
  }
  const open = async () => {
    const socket = await connectTo(path);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  return {
    spec: `unix:${path}`,
    connect: open,
    async connectMany(count) {
      const opened: Socket[] = [];
      // One after another: addresses are given out in the order of connection.
      for (let i = 0; i < count; i++) opened.push(await open());
      return opened;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await end(child, folder);
    },
  };
}

async function socketThere(child: ChildProcess, path: string): Promise<void> {
  let told = '';
  child.stderr?.on('data', (data: Buffer) => {
    told += data.toString('utf8');
  });
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  const until = Date.now() + START_WITHIN_MS;
  while (!existsSync(path) || !(await isListening(child.pid))) {
    if (failed) throw failed;
    if (child.exitCode !== null) throw new Error(`btvirt ended with code ${child.exitCode}: ${told.trim()}`);
    if (Date.now() > until) throw new Error(`btvirt opened no socket within ${START_WITHIN_MS} ms: ${told.trim()}`);
    await delay(20);
  }
}

/** Whether this process listens on its sockets: they are there a moment before that, and refuse connections then. */
async function isListening(pid: number | undefined): Promise<boolean> {
  const LISTENS = '00010000'; // __SO_ACCEPTCON
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(join(folder, file)).catch(() => '')));
  const table = await readFile('/proc/net/unix', 'utf8');
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some((row) => row[3] === LISTENS && row[7]?.endsWith('bt-server-le') && links.includes(`socket:[${row[6]}]`));
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await closed;
  }
  await rm(folder, { recursive: true, force: true });
}

function connectTo(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function onPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));
}

function absent(): never {
  throw new Error('btvirt is not running');
}
