import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapter, decodeAdvertising } from '../index.js';
import { VirtualWorld } from '../testing/virtual-world.js';
import { advertisingPayload } from './advertise-options.js';

let world: VirtualWorld;
let adapter: Adapter;
beforeEach(async () => {
  world = new VirtualWorld();
  adapter = await world.adapter();
});
afterEach(() => world.close());

const SILENT = { intervalUs: 20_000, connectable: false, scannable: false };

it.each([
  undefined,
  null,
  { intervalUs: '20000' },
  { intervalUs: 20_000, advData: 'abc' },
  { intervalUs: 20_000, advData: 5 },
  { intervalUs: 20_000, advData: null },
  { intervalUs: 20_000, services: '180f' },
  { intervalUs: 20_000, name: null },
  { intervalUs: 20_000, connectable: 'no' },
  { intervalUs: 20_000, signal: 'x' },
])('advertise(%j) is "invalid-argument", and the next one is not "busy"', async (options) => {
  await expect(adapter.advertise(options as never)).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(world.run(adapter.advertise({ intervalUs: 20_000, timeoutMs: 10 }))).rejects.toMatchObject({
    code: 'timeout',
  });
});

describe('what has no scan response', () => {
  it('keeps all fields in the advertising data', () => {
    const payload = advertisingPayload({ ...SILENT, name: 'x'.repeat(40) });
    expect(payload).toMatchObject({ pdu: 'ADV_NONCONN_IND', omitted: ['name shortened to 26 of 40 bytes'] });
    expect(payload.respData).toHaveLength(0);
    expect(decodeAdvertising(payload.advData)).toHaveLength(2);
  });

  it('refuses raw data for one', () => {
    expect(() => advertisingPayload({ ...SILENT, respData: Uint8Array.of(2, 9, 0x41) })).toThrow(/never be sent/);
    expect(advertisingPayload({ ...SILENT, advData: Uint8Array.of(2, 9, 0x41) }).respData).toHaveLength(0);
    expect(advertisingPayload({ ...SILENT, scannable: true, respData: Uint8Array.of(2, 9, 0x41) }).pdu).toBe(
      'ADV_SCAN_IND',
    );
  });
});

it('the trace tells what did not fit', async () => {
  await expect(
    world.run(adapter.advertise({ intervalUs: 20_000, name: 'x'.repeat(60), timeoutMs: 20 })),
  ).rejects.toMatchObject({ code: 'timeout' });
  const start = adapter.trace.events().find((e) => e.name === 'advertise' && e.phase === 'start');
  expect(start?.fields).toMatchObject({ omitted: 'name shortened to 29 of 60 bytes' });
});
