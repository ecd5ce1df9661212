import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lackOf } from '../../api/security-level.js';
import type { PairingDelegate } from '../../index.js';
import { settle } from '../../testing/manual-clock.js';
import { ChannelWorld, PSM, text } from './testing/channel-world.js';

let bed: ChannelWorld;

beforeEach(async () => {
  bed = await ChannelWorld.open();
});
afterEach(() => bed.close());

/** Both sides say yes to the same number, so that the key is authenticated. */
const compares: PairingDelegate = { io: 'display-yes-no', mitm: true, compareNumbers: async () => true };

const connect = (o: { pair?: boolean; enhanced?: boolean } = {}) => bed.run(bed.link.l2capConnect(PSM, 100, o));
const refused = (name: string, status: number) => ({ code: `l2cap/${name}`, status, origin: 'peer', layer: 'l2cap' });

async function connectAgain(): Promise<void> {
  await bed.run(bed.link.disconnect());
  await bed.run(bed.far.disconnected());
  const advertised = bed.i0.advertise({ intervalUs: 20_000 });
  bed.link = await bed.run(bed.i1.device(bed.i0.address.address).connect({ encrypt: false }));
  bed.far = await bed.run(advertised);
}

describe('what a PSM demands of the link', () => {
  it.each([false, true])(
    'L2CAP/LE/CFC/BV-11-C L2CAP/ECFC/BV-11-C encryption; refused without, let in with, enhanced: %s',
    async (enhanced) => {
      bed.i0.l2capListen(PSM, { mtu: 100, security: 'encrypted' });
      await expect(connect({ enhanced })).rejects.toMatchObject(refused('insufficient-authentication', 5));
      await bed.run(bed.link.pair());
      expect((await connect({ enhanced })).isOpen()).toBe(true);
    },
  );

  it.each([false, true])(
    'L2CAP/LE/CFC/BV-25-C L2CAP/ECFC/BV-32-C a bond not in use: insufficient-encryption, enhanced: %s',
    async (enhanced) => {
      await bed.run(bed.link.pair());
      await connectAgain();
      bed.i0.l2capListen(PSM, { mtu: 100, security: 'encrypted' });
      await expect(connect({ enhanced })).rejects.toMatchObject(refused('insufficient-encryption', 8));
      expect((await connect({ pair: true, enhanced })).isOpen()).toBe(true);
      expect(bed.link.encrypted).toBe(true);
    },
  );

  it('an authenticated key: a key without is insufficient-authentication', async () => {
    bed.i0.l2capListen(PSM, { mtu: 100, security: 'authenticated' });
    await bed.run(bed.link.pair());
    await expect(connect()).rejects.toMatchObject(refused('insufficient-authentication', 5));
    bed.i0.security.delegate = compares;
    bed.i1.security.delegate = compares;
    expect((await connect({ pair: true })).isOpen()).toBe(true);
    expect(bed.link.authenticated).toBe(true);
  });

  it('accept demands, too', async () => {
    const accepted = bed.far.l2capAccept(PSM, 100, { security: 'encrypted', minKeySize: 16 });
    await settle();
    await expect(connect()).rejects.toMatchObject(refused('insufficient-authentication', 5));
    await connect({ pair: true });
    expect((await bed.run(accepted)).connection).toBe(bed.far);
  });

  it.each([false, true])(
    'L2CAP/LE/CFC/BV-13-C L2CAP/ECFC/BV-13-C the program has the last word, once the link is good enough, enhanced: %s',
    async (enhanced) => {
      const asked: unknown[] = [];
      let answer = false;
      const authorize = (connection: unknown) => {
        asked.push(connection);
        return answer;
      };
      bed.i0.l2capListen(PSM, { mtu: 100, security: 'encrypted', authorize });
      await expect(connect({ enhanced })).rejects.toMatchObject(refused('insufficient-authentication', 5));
      expect(asked).toEqual([]);
      await expect(connect({ pair: true, enhanced })).rejects.toMatchObject(refused('insufficient-authorization', 6));
      answer = true;
      expect((await connect({ enhanced })).isOpen()).toBe(true);
      expect(asked).toEqual([bed.far, bed.far]);
    },
  );

  const link = { encrypted: true, authenticated: true, bonded: true, keySize: 16, secureConnections: true };

  it.each([
    ['a short key', { ...link, keySize: 7 }, 'encrypted', 16, 'encryption-key-size-too-short'],
    ['a key just long enough', { ...link, keySize: 7 }, 'encrypted', 7, null],
    [
      'a key size alone asks for encryption',
      { ...link, encrypted: false, bonded: false },
      'none',
      7,
      'insufficient-authentication',
    ],
    [
      'secure connections with a legacy key',
      { ...link, secureConnections: false },
      'secure-connections',
      0,
      'insufficient-authentication',
    ],
    [
      'secure connections with a short key',
      { ...link, keySize: 15 },
      'secure-connections',
      7,
      'encryption-key-size-too-short',
    ],
    ['secure connections', link, 'secure-connections', 16, null],
    ['nothing', { ...link, encrypted: false }, 'none', 0, null],
  ] as const)('L2CAP/LE/CFC/BV-15-C L2CAP/ECFC/BV-15-C %s', (_, state, level, minKeySize, lack) => {
    expect(lackOf(state, level, minKeySize)).toBe(lack);
  });
});

describe('pair and try again', () => {
  it('L2CAP/LE/CFC/BV-10-C not unless asked', async () => {
    bed.i0.l2capListen(PSM, { mtu: 100, security: 'encrypted' });
    await expect(connect()).rejects.toMatchObject(refused('insufficient-authentication', 5));
    expect(bed.link.encrypted).toBe(false);
    const channel = await connect({ pair: true });
    await channel.send('secret');
    expect(bed.link).toMatchObject({ encrypted: true, bonded: true });
  });

  it('openAdapter({ autoPair: true }) asks for all; { pair: false } does not', async () => {
    await bed.close();
    bed = await ChannelWorld.open({ central: { autoPair: true } });
    const listening = bed.i0.l2capListen(PSM, { mtu: 100, security: 'encrypted' });
    await expect(connect({ pair: false })).rejects.toMatchObject(refused('insufficient-authentication', 5));
    await (await connect()).send('secret');
    for await (const channel of listening) {
      expect(text(await bed.run(channel.recv()))).toBe('secret');
      break;
    }
  });

  it('other refusals are not cured by pairing', async () => {
    await expect(connect({ pair: true })).rejects.toMatchObject(refused('spsm-not-supported', 2));
    expect(bed.link.encrypted).toBe(false);
  });
});
