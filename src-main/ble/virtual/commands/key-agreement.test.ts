import { createECDH } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { RawPeer } from '../../testing/raw-peer.js';
import { Medium } from '../medium.js';

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
/** Numbers as people write them, the way HCI has them. */
const onAir = (...numbers: string[]) => numbers.flatMap((number) => [...Buffer.from(number, 'hex').reverse()]);
const INVALID_KEY = `12${'ff'.repeat(32)}`;

/** Core Vol 3 Part H 2.3.5.6.1. */
const DEBUG = {
  privateKey: '3f49f6d4a3c55f3874c9b3e3d2103f504aff607beb40b7995899b8a6cd3c1abd',
  x: '20b003d2f297be2c5e2c83a7e9f9a5b9eff49111acf4fddbcc0301480e359de6',
  y: 'dc809c49652aeb6d63329abf5a52155c766345c28fed3024741c8ed01589d28b',
};
/** Vol 2 Part G 7.1.2.1, P-256 data set 1. */
const SAMPLE = {
  x: '1ea1f0f01faf1d9609592284f19e4c0047b58afd8615a69f559077b22faaa190',
  y: '4c55f33e429dad377356703a9ab85160472d1130e28e36765f89aff915b1214a',
};

async function open(seed?: number) {
  const clock = new ManualClock();
  const medium = new Medium({ clock, seed });
  return { clock, medium, peer: await RawPeer.open(medium) };
}

/** Status and point, as they come. */
async function readKey(peer: RawPeer): Promise<Uint8Array> {
  expect(hex(await peer.command(HCI_COMMAND.leReadLocalP256PublicKey))).toBe('00');
  return (await peer.waitLe(HCI_LE_EVENT.readLocalP256PublicKeyComplete)).slice(4);
}

async function agree(peer: RawPeer, point: ArrayLike<number>, type?: number): Promise<string> {
  const version = type === undefined ? HCI_COMMAND.leGenerateDhKey : HCI_COMMAND.leGenerateDhKeyV2;
  const parameters = type === undefined ? Array.from(point) : [...Array.from(point), type];
  expect(hex(await peer.command(version, parameters))).toBe('00');
  return hex((await peer.waitLe(HCI_LE_EVENT.generateDhKeyComplete)).slice(4));
}

/** The same with nothing of ours, most significant byte first. */
function independent(privateKey: string, point: Uint8Array): string {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey, 'hex');
  const [x, y] = [point.slice(0, 32).reverse(), point.slice(32).reverse()];
  return ecdh.computeSecret(Uint8Array.of(4, ...x, ...y)).toString('hex');
}

describe('7.8.36 LE Read Local P-256 Public Key', () => {
  test('gives another point on the curve each time', async () => {
    const { peer } = await open();
    const [one, two] = [await readKey(peer), await readKey(peer)];
    for (const event of [one, two]) {
      expect(event).toHaveLength(65);
      expect(event[0]).toBe(0);
      // It would throw for a point that is not on the curve.
      expect(independent(DEBUG.privateKey, event.slice(1))).toHaveLength(64);
    }
    expect(hex(one)).not.toBe(hex(two));
  });

  test('the same for the same seed, never the same without one', async () => {
    const draw = async (seed?: number) => hex(await readKey((await open(seed)).peer));
    expect(await draw(5)).toBe(await draw(5));
    expect(await draw(5)).not.toBe(await draw(6));
    expect(await draw()).not.toBe(await draw());
  });

  test('one at a time, and not while a DHKey is made', async () => {
    const { clock, peer } = await open();
    peer.sendCommand(HCI_COMMAND.leReadLocalP256PublicKey);
    peer.sendCommand(HCI_COMMAND.leReadLocalP256PublicKey);
    await clock.advance(1);
    expect(peer.takeEvents(HCI_EVENT.commandStatus).map((event) => event[3])).toEqual([0x00, 0x0c]);
    expect(peer.takeLe(HCI_LE_EVENT.readLocalP256PublicKeyComplete)).toHaveLength(1);
    peer.sendCommand(HCI_COMMAND.leGenerateDhKey, onAir(SAMPLE.x, SAMPLE.y));
    peer.sendCommand(HCI_COMMAND.leReadLocalP256PublicKey);
    await clock.advance(1);
    expect(peer.takeEvents(HCI_EVENT.commandStatus).map((event) => event[3])).toEqual([0x00, 0x0c]);
  });
});

describe('7.8.37 LE Generate DHKey', () => {
  test('two controllers come to the same key from each other’s points', async () => {
    const { medium, peer } = await open();
    const other = await RawPeer.open(medium);
    const [one, two] = [(await readKey(peer)).slice(1), (await readKey(other)).slice(1)];
    const key = await agree(peer, two);
    expect(key).toMatch(/^00[0-9a-f]{64}$/);
    expect(await agree(other, one)).toBe(key);
    expect(await agree(other, two)).not.toBe(key);
  });

  test('the key is the one that an independent implementation has, least significant byte first', async () => {
    const { peer } = await open(5);
    const point = (await readKey(peer)).slice(1);
    const key = independent(DEBUG.privateKey, point);
    expect(await agree(peer, onAir(DEBUG.x, DEBUG.y))).toBe(`00${hex(Uint8Array.from(onAir(key)))}`);
  });

  test('[v2] with the debug key, which needs no own pair; with Key_Type 0 as [v1]', async () => {
    const { peer } = await open();
    const sample = onAir(SAMPLE.x, SAMPLE.y);
    const expected = independent(DEBUG.privateKey, Uint8Array.from(sample));
    expect(await agree(peer, sample, 1)).toBe(`00${hex(Uint8Array.from(onAir(expected)))}`);
    expect(hex(await peer.command(HCI_COMMAND.leGenerateDhKeyV2, [...sample, 0]))).toBe('0c');
    await readKey(peer);
    expect(await agree(peer, sample, 0)).toBe(await agree(peer, sample));
    expect(hex(await peer.command(HCI_COMMAND.leGenerateDhKeyV2, [...sample, 2]))).toBe('12');
  });

  test('a pair that is read anew replaces the one before', async () => {
    const { peer } = await open();
    await readKey(peer);
    const before = await agree(peer, onAir(SAMPLE.x, SAMPLE.y));
    await readKey(peer);
    expect(await agree(peer, onAir(SAMPLE.x, SAMPLE.y))).not.toBe(before);
  });

  const zero = '00'.repeat(32);
  const changed = (number: string) =>
    `${number.slice(0, -1)}${(Number.parseInt(number.slice(-1), 16) ^ 1).toString(16)}`;
  const prime = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';
  test.each([
    ['a point off the curve', SAMPLE.x, changed(SAMPLE.y)],
    ['another X', changed(SAMPLE.x), SAMPLE.y],
    // CVE-2018-5383: the attacker zeroes Y.
    ['Y zero', SAMPLE.x, zero],
    ['nothing but zeros', zero, zero],
    ['coordinates of a whole modulus', prime, prime],
    ['an X beyond the modulus', `${'f'.repeat(64)}`, SAMPLE.y],
    ['bytes the wrong way round', hex(Uint8Array.from(onAir(SAMPLE.x))), hex(Uint8Array.from(onAir(SAMPLE.y)))],
  ])('%s: the event says invalid parameters and has no key', async (_name, x, y) => {
    const { peer } = await open();
    await readKey(peer);
    expect(await agree(peer, onAir(x, y))).toBe(INVALID_KEY);
    expect(await agree(peer, onAir(x, y), 1)).toBe(INVALID_KEY);
    // And the next one works.
    expect(await agree(peer, onAir(SAMPLE.x, SAMPLE.y))).toMatch(/^00/);
  });

  test('without a pair, or while one is made: Command Disallowed', async () => {
    const { clock, peer } = await open();
    const sample = onAir(SAMPLE.x, SAMPLE.y);
    expect(hex(await peer.command(HCI_COMMAND.leGenerateDhKey, sample))).toBe('0c');
    peer.sendCommand(HCI_COMMAND.leReadLocalP256PublicKey);
    peer.sendCommand(HCI_COMMAND.leGenerateDhKey, sample);
    await clock.advance(1);
    expect(peer.takeEvents(HCI_EVENT.commandStatus).map((event) => event[3])).toEqual([0x00, 0x0c]);
    peer.sendCommand(HCI_COMMAND.leGenerateDhKey, sample);
    peer.sendCommand(HCI_COMMAND.leGenerateDhKeyV2, [...sample, 1]);
    await clock.advance(1);
    expect(peer.takeEvents(HCI_EVENT.commandStatus).map((event) => event[3])).toEqual([0x00, 0x0c]);
    expect(peer.takeLe(HCI_LE_EVENT.generateDhKeyComplete)).toHaveLength(1);
  });

  test('after a reset the pair is gone, and what was being made is not told', async () => {
    const { clock, peer } = await open();
    await readKey(peer);
    peer.sendCommand(HCI_COMMAND.leGenerateDhKey, onAir(SAMPLE.x, SAMPLE.y));
    peer.sendCommand(HCI_COMMAND.reset);
    await clock.advance(1);
    await peer.reset();
    expect(peer.takeLe(HCI_LE_EVENT.generateDhKeyComplete)).toEqual([]);
    expect(hex(await peer.command(HCI_COMMAND.leGenerateDhKey, onAir(SAMPLE.x, SAMPLE.y)))).toBe('0c');
  });

  test('faults reach the events: a key that never comes, and one that was tampered with', async () => {
    const { clock, medium, peer } = await open();
    await readKey(peer);
    let verdict: 'drop' | { replace: Uint8Array } = 'drop';
    medium.faults.event((_c, packet) => (packet[3] === HCI_LE_EVENT.generateDhKeyComplete ? verdict : undefined));
    peer.sendCommand(HCI_COMMAND.leGenerateDhKey, onAir(SAMPLE.x, SAMPLE.y));
    await clock.advance(60_000);
    expect(peer.takeLe(HCI_LE_EVENT.generateDhKeyComplete)).toEqual([]);
    verdict = { replace: Uint8Array.of(0x04, 0x3e, 0x22, 0x09, 0x00, ...new Uint8Array(32)) };
    peer.takeEvents(HCI_EVENT.commandStatus);
    expect(await agree(peer, onAir(SAMPLE.x, SAMPLE.y))).toBe('00'.repeat(33));
  });
});
