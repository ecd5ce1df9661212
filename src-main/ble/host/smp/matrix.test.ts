import { describe, expect, it } from 'vitest';
import { toHex } from '../../../../src-shared/bytes/hex.js';
import { association, IO_CAPABILITIES, type IoCapability } from '../../../../src-shared/model/association.js';
import { SmpWorld } from './testing/smp-world.js';

type Mitm = 'neither' | 'one' | 'both';

async function pairUp(central: IoCapability, peripheral: IoCapability, mitm: Mitm, leSecure: boolean) {
  const world = new SmpWorld();
  world.peripheral.ask({ io: peripheral, mitm: mitm === 'both' });
  const result = await world.run(world.pair({ io: central, mitm: mitm !== 'neither', leSecure }));
  return { world, result };
}

describe.each([true, false])(
  'SM/CEN/SCJW/BV-01 SM/CEN/SCPK/BV-01 SM/CEN/PKE/BV-01 SM/CEN/JW/BV-01 pairing matrix, Secure Connections %s',
  (leSecure) => {
    describe.each(['neither', 'one', 'both'] as const)('MITM wished for by %s', (mitm) => {
      const pairs = IO_CAPABILITIES.flatMap((central) =>
        IO_CAPABILITIES.map((peripheral) => [central, peripheral] as const),
      );
      it.each(pairs)('%s and %s', async (central, peripheral) => {
        const { world, result } = await pairUp(central, peripheral, mitm, leSecure);
        const side = (io: IoCapability, wish: boolean) => ({ io, mitm: wish, oob: false, secureConnections: leSecure });
        const want = association(side(central, mitm !== 'neither'), side(peripheral, mitm === 'both'));
        const { method, authenticated, secureConnections } = want;
        const outcome = { method, authenticated, secureConnections, bonded: true, keySize: 16 };
        expect(result.outcome).toEqual(outcome);
        const theirs = world.peripheral.paired[0];
        expect(theirs?.outcome).toEqual(outcome);
        // Both have the same key for this link, and what one gave the other has.
        expect(world.central.keys).toEqual(world.peripheral.keys);
        expect(toHex(world.central.keys[0]?.key as Uint8Array)).toBe(toHex(world.encryptedWith as Uint8Array));
        expect(world.central.keys[0]).toMatchObject({ authenticated, secureConnections, keySize: 16 });
        expect(theirs?.keys.ltk).toEqual(result.keys.ltkLocal);
        expect(theirs?.keys.ltkLocal).toEqual(result.keys.ltk);
        expect(theirs?.keys.csrk).toEqual(result.keys.csrkLocal);
        expect(theirs?.keys.identity).toEqual(world.central.address);
        expect(result.keys.identity).toEqual(world.peripheral.address);
        expect(world.clock.pendingTimers).toBe(0);
      });
    });
  },
);
