import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../bytes/hex.js';
import { BleError } from '../model/ble-error.js';
import { Uuid } from '../model/uuid.js';
import {
  adAppearance,
  adFlags,
  adManufacturer,
  adName,
  adServiceData,
  adServices,
  adTxPower,
  adUri,
} from './ad-fields.js';
import { decodeAdvertising } from './ad-structure.js';
import { type AdvertisingFields, encodeAdvertising, LEGACY_CAPACITY } from './encode-advertising.js';
import { encodeText } from './utf8.js';

const LONG = '6e400001-b5a3-f393-e0a9-e50e24dcca9e';
const hex = (text: string) => fromHex(text.replaceAll(' ', '')) ?? new Uint8Array();
const sizes = (fields: AdvertisingFields) => {
  const { advData, respData } = encodeAdvertising(fields);
  return [advData.length, respData.length];
};
const read = (fields: AdvertisingFields) => {
  const { advData, respData, omitted } = encodeAdvertising(fields);
  return { lists: [decodeAdvertising(advData), decodeAdvertising(respData)] as const, omitted };
};
const failure = (fields: AdvertisingFields): BleError => {
  try {
    encodeAdvertising(fields);
  } catch (error) {
    if (error instanceof BleError) return error;
  }
  throw new Error('no BleError was thrown');
};

describe('encodeAdvertising', () => {
  it('sets the flags for general, limited and BR/EDR', () => {
    expect(toHex(encodeAdvertising({}).advData)).toBe('020106');
    expect(toHex(encodeAdvertising({ limitedDisc: true }).advData)).toBe('020105');
    expect(toHex(encodeAdvertising({ brEdr: true }).advData)).toBe('02011a');
    expect(toHex(encodeAdvertising({ limitedDisc: true, brEdr: true }).advData)).toBe('020119');
  });

  it('orders the fields and packs them byte for byte', () => {
    const { advData, respData, omitted } = encodeAdvertising({
      uri: 'https://a.b',
      txPower: -4,
      serviceData: [['180f', hex('64')]],
      manufacturer: [0x0059, hex('01')],
      appearance: 768,
      name: 'mpy-temp',
      services: ['181a'],
    });
    expect(toHex(advData)).toBe(
      '020106' + '03031a18' + '09096d70792d74656d70' + '03190003' + '04ff590001' + '0416' + '0f1864',
    );
    expect(toHex(respData)).toBe('020afc' + '0724' + '172f2f612e62');
    expect(omitted).toEqual([]);
  });

  it('round-trips the services of both widths in order', () => {
    const { lists } = read({ name: 'MPY', services: [0x180f, 0x181a, 0x32314241, 0x34334443] });
    expect(adName(...lists)).toEqual({ name: 'MPY', complete: true, list: 0 });
    expect(adServices(...lists).map((uuid) => uuid.short)).toEqual([0x180f, 0x181a, 0x32314241, 0x34334443]);
  });

  it('puts an 8-character name into the full 31 bytes, and a 9-character one into the scan response', () => {
    const fields = { services: [LONG], appearance: 768, manufacturer: [0x0059, hex('01020304')] as const };
    expect(sizes({ ...fields, name: '12345678' })).toEqual([31, 12]);
    expect(sizes({ ...fields, name: '123456789' })).toEqual([25, 19]);
  });

  it('counts bytes, not characters, of a name', () => {
    const { lists } = read({ name: 'Köln ✨' });
    expect(adName(...lists)?.name).toBe('Köln ✨');
    expect(sizes({ name: 'é'.repeat(13) })).toEqual([31, 0]);
    expect(sizes({ name: 'é'.repeat(14) })).toEqual([3, 30]);
  });

  it('shortens a name that fits nowhere, between characters, into the larger room', () => {
    const { lists, omitted } = read({ name: 'x'.repeat(40) });
    expect(adName(...lists)).toEqual({ name: 'x'.repeat(29), complete: false, list: 1 });
    expect(omitted).toEqual(['name shortened to 29 of 40 bytes']);
    const accents = read({ name: `a${'é'.repeat(20)}`, manufacturer: [0x0059, new Uint8Array(16)] });
    expect(adName(...accents.lists)?.name).toBe(`a${'é'.repeat(14)}`);
    const stars = read({ name: '✨'.repeat(12) });
    expect(adName(...stars.lists)?.name).toBe('✨'.repeat(9));
    expect(stars.omitted).toEqual(['name shortened to 27 of 36 bytes']);
  });

  it('splits a list that fits nowhere over both packets as incomplete lists', () => {
    const services = Array.from({ length: 18 }, (_, i) => 0x1800 + i);
    const { advData, respData, omitted } = encodeAdvertising({ services });
    expect([advData[4], respData[1]]).toEqual([0x02, 0x02]);
    expect(adServices(decodeAdvertising(advData), decodeAdvertising(respData)).map((uuid) => uuid.short)).toEqual(
      services,
    );
    expect(omitted).toEqual([]);
  });

  it('tells which UUIDs found no room', () => {
    const services = Array.from({ length: 30 }, (_, i) => 0x1800 + i);
    const { lists, omitted } = read({ services });
    expect(adServices(...lists)).toHaveLength(27);
    expect(omitted).toEqual(['services: 3 of 30 UUIDs left out: 181b, 181c, 181d']);
  });

  it('keeps some of the name when services are left out too', () => {
    const { lists, omitted } = read({
      name: 'n'.repeat(40),
      services: Array.from({ length: 40 }, (_, i) => 0x1800 + i),
    });
    expect(adName(...lists)?.name.length).toBeGreaterThanOrEqual(8);
    expect(omitted).toHaveLength(2);
  });

  it('lets a name give way to a field that can only go whole', () => {
    const { lists, omitted } = read({
      name: 'n'.repeat(24),
      services: [LONG],
      manufacturer: [0x0059, new Uint8Array(20)],
      serviceData: [['180f', new Uint8Array(3)]],
    });
    expect(adManufacturer(lists)[0]?.[1]).toHaveLength(20);
    expect(adServices(...lists).map(String)).toEqual([LONG]);
    expect(omitted).toEqual(['name shortened to 4 of 24 bytes']);
  });

  it('refuses a field that can fit nowhere, with its size and the room', () => {
    const error = failure({ manufacturer: [0x0059, new Uint8Array(40)] });
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toBe(
      'advertise: manufacturer data needs 44 bytes with its header, but 28 of 31 are free in the advertising data and 31 of 31 in the scan response',
    );
    expect(
      failure({
        serviceData: [
          ['180f', new Uint8Array(20)],
          ['180d', new Uint8Array(20)],
          ['181a', new Uint8Array(20)],
        ],
      }).message,
    ).toContain('service data of 181a needs 24 bytes');
    expect(
      failure({ manufacturer: [1, new Uint8Array(24)], serviceData: [['180f', new Uint8Array(26)]], name: 'x' })
        .message,
    ).toContain('name needs 3 bytes');
  });

  it('refuses values out of range and names them', () => {
    expect(failure({ appearance: 0x10000 }).message).toContain('appearance');
    expect(failure({ manufacturer: [-1, hex('')] }).message).toContain('manufacturer');
    expect(failure({ txPower: 200 }).message).toContain('txPower');
    expect(failure({ services: ['nonsense'] }).code).toBe('invalid-argument');
  });

  it('sends neither an empty name nor appearance 0 nor a UUID twice', () => {
    expect(toHex(encodeAdvertising({ name: '', appearance: 0, services: [], uri: '' }).advData)).toBe('020106');
    expect(toHex(encodeAdvertising({ services: [0x180f, '0000180f-0000-1000-8000-00805f9b34fb'] }).advData)).toBe(
      '020106' + '03030f18',
    );
  });

  const uuid = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }).map((b) => Uuid.fromBytes(b)),
  );
  const fields: fc.Arbitrary<AdvertisingFields> = fc.record(
    {
      name: fc.string({ maxLength: 40, unit: 'grapheme' }),
      services: fc.array(uuid, { maxLength: 14 }),
      appearance: fc.integer({ min: 0, max: 0xffff }),
      manufacturer: fc.tuple(fc.integer({ min: 0, max: 0xffff }), fc.uint8Array({ maxLength: 30 })),
      serviceData: fc.array(fc.tuple(uuid, fc.uint8Array({ maxLength: 12 })), { maxLength: 3 }),
      txPower: fc.integer({ min: -127, max: 127 }),
      uri: fc.constantFrom('https://example.org', 'tel:123', 'strange:1', ''),
      limitedDisc: fc.boolean(),
      brEdr: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  it('gives back what was put in, or says what is missing, or refuses', () => {
    fc.assert(
      fc.property(fields, (given) => {
        let built: ReturnType<typeof encodeAdvertising>;
        try {
          built = encodeAdvertising(given);
        } catch (error) {
          expect(error).toBeInstanceOf(BleError);
          return;
        }
        expect(built.advData.length).toBeLessThanOrEqual(LEGACY_CAPACITY);
        expect(built.respData.length).toBeLessThanOrEqual(LEGACY_CAPACITY);
        const lists = [decodeAdvertising(built.advData), decodeAdvertising(built.respData)] as const;
        for (const structure of lists.flat()) expect(structure.truncated).toBeUndefined();
        expect(adFlags(...lists)).toBe((given.limitedDisc ? 1 : 2) | (given.brEdr ? 0x18 : 4));
        const nameBytes = encodeText(String(given.name ?? ''));
        const name = adName(...lists);
        const shortened = built.omitted.some((text) => text.startsWith('name'));
        if (nameBytes.length === 0) expect(name).toBeNull();
        else {
          expect(name?.complete).toBe(!shortened);
          if (!shortened && !String(given.name).endsWith('\0'))
            expect(name?.name).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(nameBytes));
        }
        const wanted = new Set((given.services ?? []).map((one) => Uuid.from(one).toString()));
        const sent = adServices(...lists).map(String);
        expect(sent.every((one) => wanted.has(one))).toBe(true);
        const leftOut = built.omitted.find((text) => text.startsWith('services'));
        for (const one of wanted) expect(sent.includes(one) || (leftOut?.includes(one) ?? false)).toBe(true);
        if (leftOut === undefined) expect(sent.length).toBe(wanted.size);
        expect(adAppearance(...lists)).toBe(
          given.appearance === undefined || given.appearance === 0 ? null : given.appearance,
        );
        expect(adManufacturer(lists)).toEqual(given.manufacturer === undefined ? [] : [given.manufacturer]);
        const key = ([service, data]: readonly [unknown, Uint8Array]) => `${service} ${toHex(data)}`;
        const wantedData = (given.serviceData ?? []).map(([service, data]) => key([Uuid.from(service), data]));
        expect(adServiceData(lists).map(key).sort()).toEqual(wantedData.sort());
        expect(adTxPower(...lists)).toBe(given.txPower ?? null);
        expect(adUri(...lists)).toBe(given.uri || null);
      }),
      { numRuns: 500 },
    );
  });
});

describe('without a scan response', () => {
  const alone = (fields: AdvertisingFields) => encodeAdvertising(fields, { scanResponse: false });

  it('shortens the name into what is left of the advertising data, and says so', () => {
    const { advData, respData, omitted } = alone({
      name: 'a-long-device-name',
      services: ['6e400001-b5a3-f393-e0a9-e50e24dcca9e'],
    });
    expect(respData).toHaveLength(0);
    expect(advData).toHaveLength(LEGACY_CAPACITY);
    expect(adName(decodeAdvertising(advData), [])).toMatchObject({ name: 'a-long-d', complete: false });
    expect(omitted).toEqual(['name shortened to 8 of 18 bytes']);
  });

  it('splits services, with room kept for a name', () => {
    const services = Array.from({ length: 14 }, (_, i) => 0x1800 + i);
    const { advData, omitted } = alone({ name: 'x'.repeat(30), services });
    expect(adName(decodeAdvertising(advData), [])?.name).toHaveLength(8);
    expect(omitted).toEqual([expect.stringMatching(/^services: 6 of 14/), expect.stringMatching(/^name shortened/)]);
  });

  it('refuses a field that can only go whole and does not fit', () => {
    expect(() => alone({ manufacturer: [1, new Uint8Array(25)] })).toThrow(
      /manufacturer data needs 29 bytes .* 28 of 31 are free in the advertising data and no scan response is sent/,
    );
  });
});

it.each([
  null,
  { services: '180f' },
  { services: [5n] },
  { name: null },
  { name: 5 },
  { manufacturer: [1] },
  { manufacturer: 5 },
  { manufacturer: ['1', new Uint8Array(1)] },
  { serviceData: {} },
  { serviceData: [5] },
  { serviceData: [['180f', [1]]] },
  { appearance: '768' },
  { txPower: 0.5 },
  { uri: 5 },
])('fields of the wrong kind are "invalid-argument": %#', (fields) => {
  expect(() => encodeAdvertising(fields as never)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
