import { describe, expect, it } from 'vitest';
import { scanBatchSchema } from '../../src-shared/ipc/scanner.js';
import { checkBatch } from './check-batch.js';

const row = () => ({
  id: 1,
  address: 'c2:00:5e:10:00:01',
  addressType: 'random',
  addressKind: 'static',
  name: null,
  nameSource: null,
  nameFrom: null,
  connectable: true,
  scannable: true,
  directed: false,
  pdu: 'ADV_IND',
  kinds: [],
  companies: [],
  services: [],
  appearance: null,
  flags: null,
  txPower: null,
  uri: null,
  advData: new Uint8Array(3),
  respData: null,
  firstSeen: 0,
  virtual: true,
});

const ticks = () => ({
  ids: new Uint32Array(1),
  rssi: new Int8Array(1),
  lastSeen: new Float64Array(1),
  count: new Uint32Array(1),
  intervalMs: new Float32Array(1),
  rate: new Float32Array(1),
});

const batch = () => ({
  at: 1,
  rows: [row()] as unknown[],
  ticks: ticks() as Record<string, unknown>,
  removed: [] as unknown,
  stats: { received: 1, dropped: 0, evicted: 0, rate: 1, identities: 1 } as Record<string, unknown>,
});

describe('checkBatch', () => {
  it('accepts what the schema accepts', () => {
    expect(scanBatchSchema.safeParse(batch()).success).toBe(true);
    expect(checkBatch(batch())).toBeNull();
  });

  it.each<[string, (b: ReturnType<typeof batch>) => unknown]>([
    ['not an object', () => null],
    ['at', (b) => ({ ...b, at: 'now' })],
    ['removed', (b) => ({ ...b, removed: 3 })],
    ['stats.dropped', (b) => ({ ...b, stats: { ...b.stats, dropped: undefined } })],
    ['ticks.rssi: not', (b) => ({ ...b, ticks: { ...b.ticks, rssi: [1] } })],
    ['ticks.rate: 2 entries for 1', (b) => ({ ...b, ticks: { ...b.ticks, rate: new Float32Array(2) } })],
    ['ticks: missing', (b) => ({ ...b, ticks: null })],
    ['rows.0.id', (b) => ({ ...b, rows: [{ ...row(), id: '1' }] })],
    ['rows.1.advData', (b) => ({ ...b, rows: [row(), { ...row(), advData: [1] }] })],
    ['rows.0.services', (b) => ({ ...b, rows: [{ ...row(), services: undefined }] })],
  ])('names what is wrong: %s', (expected, change) => {
    expect(checkBatch(change(batch()))).toContain(expected);
  });
});
