import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Adapter, Characteristic, type Connection, openAdapter, Service } from '../../../src-main/ble/index.js';

/** A device of the test's own on the radio that the app shares: as slow as the test wants, and ended when it wants. */
export interface FarPeer {
  name: string;
  /** What connects next. */
  nextLink(): Promise<Connection>;
  /** Everything it says goes out this much later. */
  slowDown(ms: number): void;
  /** Replaces its services by this many of the same kind. */
  serve(services: number): Promise<void>;
  close(): Promise<void>;
}

const SERVICES = 6;
/** Each with a value that can be read and subscribed to. */
const CHARACTERISTICS = 2;

/** @param spec address of the shared radio, as the app shows it. */
export async function openFarPeer(spec: string, name: string): Promise<FarPeer> {
  const wire = await slowWire(Number(spec.split(':').at(-1)));
  const adapter = await openAdapter(`tcp:127.0.0.1:${wire.port}`);
  const serve = (count: number) => adapter.registerServices(...Array.from({ length: count }, (_, n) => service(n)));
  await serve(SERVICES);
  let waiting = advertise(adapter, name);
  return {
    name,
    async nextLink() {
      const link = await waiting;
      waiting = link.disconnected({ timeoutMs: Number.POSITIVE_INFINITY }).then(() => advertise(adapter, name));
      waiting.catch(() => undefined); // the test ends before anybody connects again
      return link;
    },
    slowDown: wire.slowDown,
    serve,
    async close() {
      wire.slowDown(0);
      await adapter.close();
      await wire.close();
    },
  };
}

export const FAR_CHARACTERISTICS = SERVICES * CHARACTERISTICS;

function advertise(adapter: Adapter, name: string): Promise<Connection> {
  const waiting = adapter.advertise({ name, intervalUs: 50_000 });
  waiting.catch(() => undefined); // closed meanwhile
  return waiting;
}

function service(n: number): Service {
  const made = new Service(0xff00 + n);
  for (let c = 0; c < CHARACTERISTICS; c += 1)
    new Characteristic(made, 0xfa00 + n * 16 + c, {
      read: true,
      notify: true,
      initial: Uint8Array.of(n, c),
      description: `Value ${c} of ${n}`,
    });
  return made;
}

interface SlowWire {
  port: number;
  slowDown(ms: number): void;
  close(): Promise<void>;
}

/** A socket that leads to another, and holds what goes there for a while, in order. */
async function slowWire(to: number): Promise<SlowWire> {
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined); // the other end tells by closing
      socket.once('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    far.pipe(near);
    let line: Promise<void> = Promise.resolve();
    near.on('data', (chunk: Buffer) => {
      line = line.then(() => later(delayMs)).then(() => void far.write(chunk));
    });
  });
  await listening(server);
  return {
    port: (server.address() as AddressInfo).port,
    slowDown(ms) {
      delayMs = ms;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const later = (ms: number) => (ms === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, ms)));

const listening = (server: Server) =>
  new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
