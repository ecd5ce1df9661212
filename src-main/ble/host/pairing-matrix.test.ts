/**
 * The pairing matrix between two adapters on the virtual radio, in both roles at once: what each reports is compared with the tables of Core Vol
 * 3 Part H 2.3.5.1, written out here once more by hand and not taken from the code.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter, IoCapability, PairingDelegate } from '../index.js';
import { settle } from '../testing/manual-clock.js';
import { VirtualWorld } from '../testing/virtual-world.js';

const IOS: IoCapability[] = [
  'display-only',
  'display-yes-no',
  'keyboard-only',
  'no-input-no-output',
  'keyboard-display',
];
/** Table 2.8, a line a responder, a column an initiator. J Just Works, P passkey, N numeric comparison. Legacy, then Secure Connections. */
const TABLES = {
  legacy: ['JJPJP', 'JJPJP', 'PPPJP', 'JJJJJ', 'PPPJP'],
  secure: ['JJPJP', 'JNPJN', 'PPPJP', 'JJJJJ', 'PNPJN'],
};
const METHODS = { J: 'just-works', P: 'passkey', N: 'numeric-comparison' } as const;

let world: VirtualWorld;
let central: Adapter;
let peripheral: Adapter;

beforeAll(async () => {
  world = new VirtualWorld();
  central = await world.adapter('virtual:', { address: 'c1:00:00:00:00:01', addressType: 'random' });
  peripheral = await world.adapter('virtual:', { address: 'c2:00:00:00:00:02', addressType: 'random' });
});
afterAll(() => world.close());

/** One person with both devices in their hands. */
function hands() {
  let shown: number | null = null;
  const numbers: number[] = [];
  const delegate = (io: IoCapability, mitm: boolean, leSecure: boolean): PairingDelegate => ({
    io,
    mitm,
    leSecure,
    displayPasskey: (_c, passkey) => {
      shown = passkey;
    },
    requestPasskey: async () => {
      await settle();
      return shown ?? 123_456;
    },
    compareNumbers: async (_c, value) => {
      numbers.push(value);
      return true;
    },
  });
  return { delegate, numbers };
}

describe.each([
  ['SM/CEN/SCJW/BV-01 SM/PER/SCPK/BV-02 Secure Connections', true],
  ['SM/CEN/PKE/BV-01 SM/PER/JW/BV-02 legacy', false],
] as const)('%s', (_name, leSecure) => {
  describe.each([
    ['nobody', false, false],
    ['the initiator', true, false],
    ['the responder', false, true],
    ['both', true, true],
  ] as const)('MITM protection wished for by %s', (_who, ours, theirs) => {
    it.each(IOS.flatMap((initiator) => IOS.map((responder) => [initiator, responder] as const)))(
      '%s and %s',
      async (initiator, responder) => {
        const { delegate, numbers } = hands();
        central.security.delegate = delegate(initiator, ours, leSecure);
        peripheral.security.delegate = delegate(responder, theirs, true);
        const table = leSecure ? TABLES.secure : TABLES.legacy;
        const cell = ours || theirs ? table[IOS.indexOf(responder)]?.[IOS.indexOf(initiator)] : 'J';
        const method = METHODS[cell as keyof typeof METHODS];
        const authenticated = method !== 'just-works';

        const incoming = peripheral.advertise({ intervalUs: 20_000 });
        const device = central.device(peripheral.address.address, 'random');
        const link = await world.run(device.connect({ encrypt: false }));
        const far = await world.run(incoming);
        const theirsSaid: unknown[] = [];
        far.on('pairing-step', ({ name, fields }) => {
          if (name === 'paired') theirsSaid.push(fields);
        });
        const outcome = { method, authenticated, secureConnections: leSecure, bonded: false, keySize: 16 };
        expect(await world.run(link.pair({ bond: false }))).toEqual(outcome);
        expect(theirsSaid).toEqual([outcome]);
        for (const end of [link, far])
          expect(end).toMatchObject({ encrypted: true, authenticated, secureConnections: leSecure, keySize: 16 });
        if (method === 'numeric-comparison') expect(numbers[0]).toBe(numbers[1]);
        await world.run(link.disconnect());
      },
    );
  });
});
