import { describe, expect, it } from 'vitest';
import type { ScanHistoryEntry } from '../../../src-shared/model/scan-row.js';
import { changeText, findPacket, isResponse, packetText, repeatText, samePacket } from './packet-text.js';

const entry = (more: Partial<ScanHistoryEntry> = {}): ScanHistoryEntry => ({
  at: 1,
  pdu: 'ADV_IND',
  rssi: -50,
  data: Uint8Array.from([2, 1, 6, 2, 0x0a, 4]),
  changed: [],
  repeats: 1,
  ...more,
});

describe('packets in words', () => {
  it('names the field that changed, with its value', () => {
    expect(packetText(entry({ changed: [5] }))).toMatch(/4 dBm/);
  });

  it('names what is in a packet of which most changed', () => {
    expect(packetText(entry({ changed: [0, 1, 2, 3, 4, 5] }))).toMatch(/^Flags, TX/i);
  });

  it('says when nothing changed and when there is nothing', () => {
    expect(packetText(entry())).toBe('as before');
    expect(packetText(entry({ data: new Uint8Array() }))).toBe('empty');
  });

  it('counts changed bytes and repeats, and says nothing of one', () => {
    expect(changeText(entry({ changed: [5] }))).toBe('1 byte');
    expect([changeText(entry()), repeatText(entry())]).toEqual(['', '']);
    expect(repeatText(entry({ repeats: 14 }))).toBe('× 14');
  });

  it('knows a packet again after it was heard once more', () => {
    expect(samePacket(entry(), entry({ at: 9, repeats: 3, rssi: -60 }))).toBe(true);
    expect(samePacket(entry(), entry({ pdu: 'SCAN_RSP' }))).toBe(false);
    expect(samePacket(entry(), entry({ data: Uint8Array.from([2, 1, 4, 2, 0x0a, 4]) }))).toBe(false);
  });

  it('finds a packet again among equal ones by its time', () => {
    const entries = [entry({ at: 90 }), entry({ at: 60, pdu: 'SCAN_RSP' }), entry({ at: 50 }), entry({ at: 10 })];
    expect(findPacket(entries, entry({ at: 48 }))).toBe(2);
    expect(findPacket(entries, entry({ at: 60 }))).toBe(2);
    expect(findPacket(entries, entry({ at: 60, pdu: 'ADV_SCAN_IND' }))).toBe(-1);
  });

  it('tells scan responses from advertisements', () => {
    expect(['ADV_IND', 'SCAN_RSP', 'ADV_SCAN_IND'].map(isResponse)).toEqual([false, true, false]);
  });
});
