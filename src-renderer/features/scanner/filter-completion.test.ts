import { describe, expect, it } from 'vitest';
import type { FilterSubject } from '../../../src-shared/filter/filter.js';
import { filterKeys, parseFilter } from '../../../src-shared/filter/filter.js';
import { completions } from './filter-completion.js';
import { blockedBy } from './scan-blocked.js';

const SEEN = {
  kinds: ['iBeacon', 'Eddystone URL'],
  companies: [
    { id: 0x004c, name: 'Apple, Inc.' },
    { id: 0x0059, name: 'Nordic Semiconductor ASA' },
  ],
  services: [{ uuid: '180d', name: 'Heart Rate' }],
  names: ['mpy-temp', 'door lock'],
};

const labels = (entry: string) => completions(entry, SEEN).map((completion) => completion.label);

describe('filter completion', () => {
  it('offers every key, with its example, to an empty entry', () => {
    expect(labels('')).toEqual(filterKeys().map(({ example }) => example));
  });

  it('narrows to what is typed', () => {
    expect(labels('rs')).toEqual(['rssi>-70']);
    expect(completions('rs', SEEN)[0]?.text).toBe('rssi>');
  });

  it('offers only values that are on the air, by number or by name', () => {
    expect(labels('mfr:')).toEqual(['mfr:004c', 'mfr:0059']);
    expect(labels('mfr:nord')).toEqual(['mfr:0059']);
    expect(labels('kind:edd')).toEqual(['kind:"Eddystone URL"']);
  });

  it('keeps what stands before the term and a minus sign', () => {
    expect(completions('name:"a b" -kind:ib', SEEN)[0]?.text).toBe('name:"a b" -kind:iBeacon');
    expect(completions('-conn', SEEN)[0]?.text).toBe('-connectable');
  });

  it('offers nothing for what is complete', () => {
    expect(labels('uuid:180d')).toEqual([]);
    expect(labels('connectable')).toEqual([]);
  });

  it('offers whole terms that the filter understands', () => {
    for (const completion of ['', 'mfr:', 'kind:', 'uuid:', 'name:', 'type:', 'has:'].flatMap((entry) =>
      completions(entry, SEEN),
    )) {
      expect(parseFilter(completion.label).problems).toEqual([]);
      if (completion.complete) expect(parseFilter(completion.text).problems).toEqual([]);
    }
  });
});

describe('what empties the list', () => {
  const subject = (rssi: number, name: string): FilterSubject => ({
    name,
    address: 'c2:00:00:00:00:01',
    addressKind: 'static',
    rssi,
    services: [],
    companies: [],
    kinds: [],
    connectable: true,
    scannable: true,
    lastSeen: 0,
    firstSeen: 0,
    intervalMs: 0,
    rate: 0,
    count: 1,
    favourite: false,
    virtual: true,
    advData: new Uint8Array(),
    respData: null,
    appearance: null,
    txPower: null,
  });
  const subjects = [subject(-50, 'a'), subject(-60, 'b'), subject(-70, 'c')];

  it('names the term without which most are left', () => {
    expect(blockedBy('connectable rssi>-40', subjects, 0)).toMatchObject({
      index: 1,
      rest: 3,
      term: { text: 'rssi>-40' },
    });
  });

  it('blames nobody when taking one away does not help', () => {
    expect(blockedBy('rssi>-40 not connectable', subjects, 0)).toBeNull();
    expect(blockedBy('', [], 0)).toBeNull();
  });
});
