// A program of its own: GATT side by side, in one run and on the same controllers: our host, ble-host, and noble with bleno, each with both ends of the link in this
// process, beside the ceiling: two raw HCI peers that exchange the same ACL packets with nothing above. Contestants take turns within each
// round, so that what else the machine does falls on all of them; medians of the rounds.
import { btvirtMissing } from '../../interop/support/btvirt.js';
import { btvirtBed, type GattBed, virtualBed } from './gatt-beds.js';
import { bleHost } from './gatt-ble-host.js';
import { nobleAndBleno } from './gatt-noble-and-bleno.js';
import { ours } from './gatt-ours.js';
import { CHARACTERISTICS, type GattRig, type GattSession, type Heard, SERVICES, VALUE_LENGTH } from './gatt-session.js';
import { RawRelay } from './raw-relay.js';
import { median, percentile, report } from './report.js';

const ROUNDS = Number(process.env.WORKBENCH_BENCH_ROUNDS ?? 9);
const STREAMED = Number(process.env.WORKBENCH_BENCH_COUNT ?? 4_000);
const ROUND_TRIPS = STREAMED / 4;
/** Links a round that are discovered. */
const DISCOVERIES = 3;
/** Rounds before those that count: code runs at full speed only after a while. */
const WARM_UP = 3;
/** Sent and not yet heard: enough to keep every stack busy, few enough for every queue. */
const WINDOW = 64;
/** Where other programs take the processor meanwhile: counts processor time for time. Not for btvirt, whose work is in a process of its own. */
const BY_PROCESSOR = process.env.WORKBENCH_BENCH_TIME === 'processor';
const ONLY = process.env.WORKBENCH_BENCH_ONLY?.split(',');

const WORK = {
  notify20: 'notifications/s, 20 B',
  notify244: 'notifications/s, 244 B',
  command20: 'writes without response/s, 20 B',
  command244: 'writes without response/s, 244 B',
  read: 'read round trips/s, 20 B',
  write: 'write round trips/s, 20 B',
  discovery: `cold discovery of ${SERVICES} x ${CHARACTERISTICS}, ms`,
  cpu: 'processor time of both ends a 20 B notification, us',
} as const;
type Work = keyof typeof WORK;
const LESS_IS_BETTER: readonly Work[] = ['discovery', 'cpu'];
const CEILING = 'raw relay';
const OURS = 'ours';

type Figures = Partial<Record<Work, number>>;

/** Time and processor time of one piece of work. */
async function timed(work: () => Promise<unknown>): Promise<{ seconds: number; cpuUs: number }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wallSeconds = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  const cpuUs = used.user + used.system;
  return { seconds: BY_PROCESSOR ? cpuUs / 1e6 : wallSeconds, cpuUs };
}

/** Sends so many values, a window ahead of what the other end has heard. Fails when one arrives cut. */
function streamed(length: number, send: (data: Buffer) => void, listen: (heard: Heard) => void): Promise<void> {
  const data = Buffer.alloc(length, 0x5a);
  return new Promise((resolve, reject) => {
    let sent = 0;
    let heard = 0;
    listen((got) => {
      if (got !== length) return reject(new Error(`${got} of ${length} bytes arrived`));
      heard += 1;
      if (heard === STREAMED) return resolve();
      if (sent < STREAMED) {
        sent += 1;
        send(data);
      }
    });
    for (; sent < WINDOW; sent += 1) send(data);
  });
}

/** A link whose peer has been discovered, and how long that took. Every link is a new one, so nothing is known of the peer. */
async function discovered(rig: GattRig): Promise<{ session: GattSession; ms: number }> {
  const session = await rig.connect();
  const { seconds } = await timed(async () => {
    const found = await session.discover();
    if (found !== SERVICES * CHARACTERISTICS) throw new Error(`${found} characteristics found`);
  });
  return { session, ms: seconds * 1_000 };
}

async function measureSession(rig: GattRig): Promise<Figures> {
  const discoveries: number[] = [];
  for (let n = 1; n < DISCOVERIES; n += 1) {
    const { session, ms } = await discovered(rig);
    discoveries.push(ms);
    await session.disconnect();
  }
  const { session, ms } = await discovered(rig);
  const figures: Figures = { discovery: median([...discoveries, ms]) };
  await session.subscribe();
  const listen = { notify: session.onNotified, command: session.onCommand };
  for (const kind of ['notify', 'command'] as const) {
    for (const length of [20, 244] as const) {
      const { seconds, cpuUs } = await timed(() => streamed(length, session[kind], listen[kind]));
      figures[`${kind}${length}`] = STREAMED / seconds;
      if (kind === 'notify' && length === 20) figures.cpu = cpuUs / STREAMED;
    }
  }
  figures.read = ROUND_TRIPS / (await timed(() => reads(session))).seconds;
  figures.write = ROUND_TRIPS / (await timed(() => writes(session))).seconds;
  await session.disconnect();
  return figures;
}

async function reads(session: GattSession): Promise<void> {
  for (let n = 0; n < ROUND_TRIPS; n += 1) {
    const { length } = await session.read();
    if (length !== VALUE_LENGTH) throw new Error(`${length} bytes read`);
  }
}

async function writes(session: GattSession): Promise<void> {
  const data = Buffer.alloc(VALUE_LENGTH, 1);
  for (let n = 0; n < ROUND_TRIPS; n += 1) await session.write(data);
}

async function measureCeiling(relay: RawRelay): Promise<Figures> {
  const figures: Figures = {};
  for (const kind of ['notify', 'command'] as const) {
    for (const length of [20, 244] as const) {
      const { seconds, cpuUs } = await timed(() => relay[kind](length, STREAMED));
      figures[`${kind}${length}`] = STREAMED / seconds;
      if (kind === 'notify' && length === 20) figures.cpu = cpuUs / STREAMED;
    }
  }
  figures.read = ROUND_TRIPS / (await timed(() => relay.roundTrips(3, 1 + VALUE_LENGTH, ROUND_TRIPS))).seconds;
  figures.write = ROUND_TRIPS / (await timed(() => relay.roundTrips(3 + VALUE_LENGTH, 1, ROUND_TRIPS))).seconds;
  return figures;
}

/** The contestants of a bed, ready; each call measures once. */
async function contestants(bed: GattBed): Promise<Map<string, () => Promise<Figures>>> {
  const all = new Map<string, () => Promise<Figures>>();
  const wanted = (name: string) => !ONLY || ONLY.includes(name);
  if (wanted(CEILING)) {
    const relay = await RawRelay.open(bed);
    all.set(CEILING, () => measureCeiling(relay));
  }
  for (const [name, open] of [
    [OURS, ours],
    ['ble-host', bleHost],
    ['noble+bleno', nobleAndBleno],
  ] as const) {
    if (!wanted(name)) continue;
    const rig = await open(bed);
    all.set(name, () => measureSession(rig));
  }
  return all;
}

/** All rounds on one bed by contestant, those of one round at the same place. */
async function measureBed(bed: GattBed): Promise<Map<string, Figures[]>> {
  const measures = await contestants(bed);
  const names = [...measures.keys()];
  const heard = new Map(names.map((name) => [name, [] as Figures[]]));
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length] as string;
      const figures = await measures.get(name)?.();
      if (round >= WARM_UP && figures) heard.get(name)?.push(figures);
    }
  }
  return heard;
}

function rowsOf(bed: string, rounds: Map<string, Figures[]>): Record<string, string | number>[] {
  return (Object.keys(WORK) as Work[]).map((work) => {
    const isLess = LESS_IS_BETTER.includes(work);
    const values = (name: string) => (rounds.get(name) ?? []).flatMap((figures) => figures[work] ?? []);
    const ahead = (mine: number, other: number) => (isLess ? other / mine : mine / other);
    const mine = values(OURS);
    const ratio = (name: string) => {
      const other = values(name);
      return mine.length && other.length ? Number(ahead(median(mine), median(other)).toFixed(2)) : '';
    };
    /** Quartiles of the rounds' own ratios: where 1 lies between them, this run does not tell who is ahead. */
    const spread = (name: string) => {
      const ratios = values(name).flatMap((other, i) => (mine[i] === undefined ? [] : ahead(mine[i], other)));
      return ratios.length ? [0.25, 0.75].map((share) => percentile(ratios, share).toFixed(2)).join(' to ') : '';
    };
    const shown = Object.fromEntries(
      [...rounds.keys()].map((name) => {
        const all = values(name);
        return [name, all.length ? Number(median(all).toFixed(isLess ? 1 : 0)) : ''];
      }),
    );
    return {
      bed,
      work: WORK[work],
      ...shown,
      'ours to ceiling': ratio(CEILING),
      'ours to ble-host': ratio('ble-host'),
      'in rounds': spread('ble-host'),
      'ours to noble+bleno': ratio('noble+bleno'),
      'in rounds, noble': spread('noble+bleno'),
    };
  });
}

const rows: Record<string, string | number>[] = [];
const beds = [() => virtualBed(192, 1), () => virtualBed(251, 8)];
const missing = btvirtMissing();
if (missing === null) beds.push(btvirtBed);
else console.warn(`without btvirt: ${missing}`);
const wantedBed = process.env.WORKBENCH_BENCH_BED;
for (const open of beds) {
  const bed = await open();
  try {
    if (!wantedBed || bed.name.includes(wantedBed)) rows.push(...rowsOf(bed.name, await measureBed(bed)));
  } finally {
    await bed.close();
  }
}
await report(
  `GATT: ${STREAMED} values and ${ROUND_TRIPS} round trips a measurement, ATT MTU 247, medians of ${ROUNDS} rounds; a ratio above 1 says that we are ahead`,
  rows,
);
process.exit(0); // noble and bleno look after their socket once a second for ever
