/** SweynTooth (2020), as far as a host meets it: each attack is replayed by a bare central, and the next honest request is answered. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapter, Characteristic, Service } from '../index.js';
import { RawPeer } from '../testing/raw-peer.js';
import { VirtualWorld } from '../testing/virtual-world.js';

const ATT = 0x0004;
const SMP = 0x0006;
const OUR = 'c2:00:00:00:00:01';
const FIRST = 0b00;
const CONTINUING = 0b01;
/** Read Request of the characteristic's value, and its answer. */
let READ: number[];
const ANSWER = Uint8Array.of(0x0b, 0x2a);

let world: VirtualWorld;
let ours: Adapter;
let attacker: RawPeer;
let handle: number;

beforeEach(async () => {
  world = new VirtualWorld();
  ours = await world.adapter('virtual:', { address: OUR, addressType: 'random' });
  const value = new Characteristic(new Service(0xfff0), 0xfff1, { read: true, initial: Uint8Array.of(0x2a) });
  await ours.registerServices(value.service);
  const incoming = ours.advertise({ intervalUs: 20_000 });
  attacker = await world.run(RawPeer.open(world.medium));
  handle = await world.run(attacker.connect({ peer: { address: OUR, type: 1 } }));
  await world.run(incoming);
  // Read By Type 2803 tells where the value is: the last declaration's handle, and its value handle in the middle.
  attacker.send(handle, ATT, [0x08, 0x01, 0x00, 0xff, 0xff, 0x03, 0x28]);
  let found = await world.run(attacker.expect(handle, ATT));
  for (let from = 1; found[0] === 0x09; ) {
    const size = found[1] ?? 7;
    const last = found.slice(found.length - size);
    READ = [0x0a, last[3] ?? 0, last[4] ?? 0];
    from = (last[0] ?? 0) + ((last[1] ?? 0) << 8) + 1;
    attacker.send(handle, ATT, [0x08, from & 0xff, from >> 8, 0xff, 0xff, 0x03, 0x28]);
    found = await world.run(attacker.expect(handle, ATT));
  }
});
afterEach(() => world.close());

/** The link is up and an honest request is answered. */
async function isWell(): Promise<void> {
  attacker.send(handle, ATT, READ);
  expect(await world.run(attacker.expect(handle, ATT))).toEqual(ANSWER);
  expect(ours.connections).toHaveLength(1);
}

const frame = (cid: number, payload: readonly number[], length = payload.length) => [
  length & 0xff,
  length >> 8,
  cid & 0xff,
  cid >> 8,
  ...payload,
];

describe('SweynTooth', () => {
  it.each([
    ['a header cut in two', [[FIRST, [3]]]],
    ['no header at all', [[FIRST, []]]],
    ['a frame that ends before its length', [[FIRST, frame(ATT, [0x0a], 3)]]],
    ['a length of 65535 and one byte', [[FIRST, frame(ATT, [0x0a], 0xffff)]]],
  ] as [string, [number, number[]][]][])('CVE-2019-17517 truncated L2CAP: %s', async (_what, packets) => {
    for (const [boundary, data] of packets) attacker.sendAcl(handle, boundary, data);
    await isWell();
  });

  it.each([
    ['a continuation without a start', [[CONTINUING, [1, 2, 3]]]],
    [
      'empty fragments',
      [
        [FIRST, []],
        [CONTINUING, []],
        [CONTINUING, []],
      ],
    ],
    [
      'more than the frame announced',
      [
        [FIRST, frame(ATT, [0x0a], 3)],
        [CONTINUING, new Array(60).fill(0xff)],
      ],
    ],
    [
      'a start over a partial frame',
      [
        [FIRST, frame(ATT, [0x0a, 3], 9)],
        [FIRST, frame(ATT, [0x0a, 3], 9)],
      ],
    ],
  ] as [string, [number, number[]][]][])('CVE-2019-19195 bad fragments: %s', async (_what, packets) => {
    for (const [boundary, data] of packets) attacker.sendAcl(handle, boundary, data);
    await isWell();
  });

  it('CVE-2019-19192 pipelined ATT requests: each is answered once and in order, and the bearer goes on', async () => {
    for (let i = 0; i < 3; i += 1) attacker.send(handle, ATT, READ);
    attacker.send(handle, ATT, [0x02, 23, 0]);
    const answers: Uint8Array[] = [];
    for (let i = 0; i < 4; i += 1) answers.push(await world.run(attacker.expect(handle, ATT)));
    expect(answers.map(([opcode]) => opcode)).toEqual([0x0b, 0x0b, 0x0b, 0x03]);
    await isWell();
  });

  it.each([17, 253, 255])(
    'CVE-2019-19196 key size overflow: a key of %i bytes is refused, and nothing is made of it',
    async (size) => {
      attacker.send(handle, SMP, [0x01, 0x03, 0x00, 0x01, size, 0x00, 0x00]);
      const [opcode, reason] = await world.run(attacker.expect(handle, SMP));
      expect([opcode, reason]).toEqual([0x05, 0x0a]);
      expect(ours.connections[0]).toMatchObject({ encrypted: false, keySize: 0 });
      await isWell();
    },
  );

  it('CVE-2019-19194 keys out of turn: an LTK request before any pairing gets no key', async () => {
    attacker.send(handle, SMP, [0x06, ...new Array(16).fill(0)]);
    // LE Enable Encryption with the zero key, rand 0 and ediv 0.
    await world.run(attacker.ok(0x2019, [handle & 0xff, handle >> 8, ...new Array(26).fill(0)]));
    const change = await world.run(attacker.waitEvent(0x08));
    expect(change[3]).toBe(0x06); // PIN or Key Missing
    expect(ours.connections[0]?.encrypted ?? false).toBe(false);
  });
});
