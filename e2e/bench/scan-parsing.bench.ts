// How much processor time a host spends on one advertising report, ours beside ble-host and noble, on the same reports.
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { HostAdapter } from '../../src-main/ble/host/host-adapter.js';
import type { HciTransport, TransportHandlers } from '../../src-main/ble/transports/transport.js';
import { systemClock } from '../../src-main/ble/util/clock.js';
import { startBleHost } from '../interop/support/ble-host.js';
import { median, report } from './support/report.js';

const REPORTS = 100_000;
const IDENTITIES = 2_000;
const ROUNDS = 5;
const require = createRequire(import.meta.url);

/** LE Advertising Report events as a controller would send them, RSSI changing each time. */
const packets = Array.from({ length: REPORTS }, (_, n) => {
  const id = n % IDENTITIES;
  const data = [
    2,
    1,
    6,
    9,
    0x09,
    0x63,
    0x72,
    0x6f,
    0x77,
    0x64,
    0x30,
    id & 0x7f,
    0x41,
    7,
    0xff,
    0x59,
    0,
    id & 0xff,
    id >> 8,
    0,
    0,
  ];
  const rssi = (256 - 40 - (n % 37)) & 0xff;
  return Uint8Array.from([
    4,
    0x3e,
    12 + data.length,
    2,
    1,
    0,
    1,
    id & 0xff,
    id >> 8,
    0,
    0,
    0,
    0xc2,
    data.length,
    ...data,
    rssi,
  ]);
});

/** LE Read Buffer Size, Read Local Version Information. */
const ANSWERS: Record<number, number[]> = { 8194: [0, 251, 0, 8], 4097: [0, 0x0d, 0, 0, 0x0d, 0xff, 0xff, 0, 0] };

/** Answers every command with success; zeros do for what most return. */
class Controller extends EventEmitter implements HciTransport {
  readonly label = 'bench';
  handlers: TransportHandlers | null = null;

  start(handlers?: TransportHandlers): void {
    this.handlers = handlers ?? null;
  }

  send(packet: Uint8Array): void {
    if (packet[0] !== 1) return;
    const [, low = 0, high = 0] = packet;
    const returned = ANSWERS[high * 256 + low] ?? new Array(70).fill(0);
    setImmediate(() => this.give(Uint8Array.from([4, 0x0e, 3 + returned.length, 1, low, high, ...returned])));
  }

  write(packet: Buffer): void {
    this.send(packet);
  }

  give(packet: Uint8Array): void {
    if (this.handlers) this.handlers.packet(packet);
    else this.emit('data', Buffer.from(packet));
  }

  async close(): Promise<void> {}
  bindRaw() {}
  bindUser() {}
  setFilter() {}
  isDevUp() {
    return true;
  }
  stop() {}
}

type Subject = { name: string; prepare(): Promise<{ controller: Controller; heard(): number }> };

const subjects: Subject[] = [
  {
    name: 'our host',
    async prepare() {
      const controller = new Controller();
      const adapter = await HostAdapter.open({
        transport: controller,
        clock: systemClock,
        info: { spec: 'bench', label: 'bench', kind: 'tcp' },
        name: 'bench',
        staticAddress: null,
      });
      const scan = adapter.scan();
      await scan.started;
      return { controller, heard: () => scan.stats.received };
    },
  },
  {
    name: 'ble-host',
    async prepare() {
      const controller = new Controller();
      const manager = await startBleHost(controller);
      let heard = 0;
      manager.startScan({ activeScan: false }).on('report', () => (heard += 1));
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { controller, heard: () => heard };
    },
  },
  {
    name: 'noble',
    async prepare() {
      const controller = new Controller();
      const Bindings = require('@abandonware/noble/lib/hci-socket/bindings');
      const bindings = new Bindings({});
      bindings._hci._socket = controller;
      const noble = require('@abandonware/noble/with-bindings')(bindings);
      let heard = 0;
      noble.on('discover', () => (heard += 1));
      await new Promise<void>((resolve) => {
        noble.on('stateChange', (state: string) => state === 'poweredOn' && resolve());
      });
      await noble.startScanningAsync([], true);
      return { controller, heard: () => heard };
    },
  },
];

const times = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
const counts = new Map<string, number>();
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const subject of subjects) {
    const { controller, heard } = await subject.prepare();
    const before = heard();
    const start = process.cpuUsage();
    for (const packet of packets) controller.give(packet);
    const { user, system } = process.cpuUsage(start);
    counts.set(subject.name, heard() - before);
    if (round > 0) times.get(subject.name)?.push((user + system) / REPORTS);
  }
}
const ours = median(times.get('our host') ?? []);
await report(
  `Processor time per advertising report, ${REPORTS} reports of ${IDENTITIES} devices, median of ${ROUNDS} rounds`,
  subjects.map(({ name }) => ({
    host: name,
    'us per report': Number(median(times.get(name) ?? []).toFixed(2)),
    'times ours': Number((median(times.get(name) ?? []) / ours).toFixed(2)),
    'reports heard': counts.get(name) ?? 0,
  })),
);
process.exit(0); // noble keeps a timer for ever
