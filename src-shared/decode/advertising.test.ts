import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../bytes/hex.js';
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
import { summariseAdvertising } from './summarise-advertising.js';

const hex = (text: string) => fromHex(text.replaceAll(' ', '')) ?? new Uint8Array();
const decode = (text: string) => decodeAdvertising(hex(text));
const bytes = fc.uint8Array({ maxLength: 64 });
/** Payloads that are mostly well formed, so that properties reach behind the first structure. */
const payload = fc.oneof(
  bytes,
  fc
    .array(
      fc.tuple(
        fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0a, 0x16, 0x19, 0x20, 0x21, 0x24, 0xff),
        fc.uint8Array({ maxLength: 20 }),
      ),
      { maxLength: 5 },
    )
    .map((structures) => Uint8Array.from(structures.flatMap(([type, data]) => [data.length + 1, type, ...data]))),
);

describe('decodeAdvertising', () => {
  it('gives copies, of a Buffer too', () => {
    const payload = Buffer.from('020106', 'hex');
    const [flags] = decodeAdvertising(payload);
    payload.fill(0);
    expect(flags?.data).toStrictEqual(Uint8Array.of(6));
    expect(Buffer.isBuffer(flags?.data)).toBe(false);
  });

  it.each([null, undefined, '020106', [2, 1, 6]])('%j is no payload', (payload) => {
    expect(() => decodeAdvertising(payload as never)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('cuts a payload into structures with their offsets', () => {
    expect(decode('020106 0309 4142')).toEqual([
      { type: 1, data: hex('06'), offset: 0 },
      { type: 9, data: hex('4142'), offset: 3 },
    ]);
  });

  it('passes over zero lengths one byte at a time', () => {
    expect(decode('00 020106 0000 0209 41')).toEqual([
      { type: 1, data: hex('06'), offset: 1 },
      { type: 9, data: hex('41'), offset: 6 },
    ]);
  });

  it('gives the truncated rest of a structure that is too long', () => {
    expect(decode('020106 0909 4142')).toEqual([
      { type: 1, data: hex('06'), offset: 0 },
      { type: 9, data: hex('4142'), offset: 3, truncated: true, declaredLength: 9 },
    ]);
    expect(decode('05')).toEqual([]);
  });

  it('loses and invents no byte of any payload', () => {
    fc.assert(
      fc.property(bytes, (payloadBytes) => {
        for (const { type, data, offset, truncated } of decodeAdvertising(payloadBytes)) {
          expect(payloadBytes[offset + 1]).toBe(type);
          expect(data).toEqual(payloadBytes.slice(offset + 2, offset + 2 + data.length));
          const length = payloadBytes[offset] as number;
          expect(truncated === true ? offset + 2 + data.length : data.length + 1).toBe(
            truncated === true ? payloadBytes.length : length,
          );
        }
      }),
    );
  });
});

describe('fields of advertising', () => {
  it('finds the first name, complete or shortened, in either packet', () => {
    expect(adName(decode('020106'), decode('0309 4142'))).toEqual({ name: 'AB', complete: true, list: 1 });
    expect(adName(decode('0208 41'), decode('0309 4142'))).toEqual({ name: 'A', complete: false, list: 0 });
    expect(adName(decode('0109'))).toEqual({ name: '', complete: true, list: 0 });
    expect(adName(decode('020106'))).toBeNull();
  });

  it('reads names that are not ASCII, and names that are not UTF-8', () => {
    expect(adName(decode('0709 c3a9e29ca844'))?.name).toBe('é✨D');
    expect(adName(decode('0409 41ff42'))?.name).toBe('A\ufffdB');
  });

  it('lists services by width, advertising data before scan response', () => {
    const adv = decode('0505 43443334 0302 0f18');
    const resp = decode('0503 1a18 0f18 0504 41423132');
    expect(adServices(adv, resp).map(String)).toEqual(['180f', '181a', '34334443', '32314241']);
  });

  it('takes whole UUIDs of a list whose length is no multiple', () => {
    expect(adServices(decode('0403 0f1899')).map(String)).toEqual(['180f']);
    expect(adServices(decode('0203 0f'))).toEqual([]);
  });

  it('gives manufacturer data of all companies or of one', () => {
    const lists = [decode('05ff 4c00 0215'), decode('04ff 5900 07 02ff 01')];
    expect(adManufacturer(lists)).toEqual([
      [0x004c, hex('0215')],
      [0x0059, hex('07')],
    ]);
    expect(adManufacturer(lists, 0x0059)).toEqual([[0x0059, hex('07')]]);
  });

  it('gives service data of all widths or of one service', () => {
    const lists = [decode('0416 0f18 64 0520 41423132 1121 9ecadc240ee5a9e093f3a3b50100406e')];
    expect(adServiceData(lists).map(([uuid, data]) => [uuid.toString(), toHex(data)])).toEqual([
      ['180f', '64'],
      ['32314241', ''],
      ['6e400001-b5a3-f393-e0a9-e50e24dcca9e', ''],
    ]);
    expect(adServiceData(lists, '180F').map(([, data]) => toHex(data))).toEqual(['64']);
  });

  it('reads appearance, flags, power and URI, and null where they are absent or too short', () => {
    const list = decode('020106 020af4 0319 0003 0b24 172f2f61622e6f7267');
    expect(adAppearance(list)).toBe(768);
    expect(adFlags(list)).toBe(6);
    expect(adTxPower(list)).toBe(-12);
    expect(adUri(list)).toBe('https://ab.org');
    for (const read of [adAppearance, adFlags, adTxPower, adUri])
      expect(read(decode('0101 010a 0219 00 0124'))).toBeNull();
  });

  it('never throws and never gives more UUIDs than there is room for', () => {
    fc.assert(
      fc.property(payload, payload, (adv, resp) => {
        const lists = [decodeAdvertising(adv), decodeAdvertising(resp)];
        adName(...lists);
        adManufacturer(lists);
        adServiceData(lists);
        adAppearance(...lists);
        adUri(...lists);
        expect(adServices(...lists).length).toBeLessThanOrEqual((adv.length + resp.length) / 2);
      }),
    );
  });
});

describe('summariseAdvertising', () => {
  it('sums up both packets', () => {
    const adv = hex('020106 0303 0f18 1aff 4c000215 00112233445566778899aabbccddeeff 00010002c5');
    const resp = hex('0608 4d50592d31 020a04 0319 4003');
    expect(summariseAdvertising(adv, resp)).toEqual({
      name: 'MPY-1',
      nameSource: 'shortened',
      nameFrom: 'scan response',
      services: ['180f'],
      companies: [{ id: 0x004c, name: 'Apple, Inc.' }],
      kinds: ['iBeacon'],
      appearance: 0x0340,
      flags: 6,
      txPower: 4,
      uri: null,
    });
  });

  it('says the same as the field functions, for any payload', () => {
    fc.assert(
      fc.property(payload, fc.option(payload), (adv, resp) => {
        const lists = [decodeAdvertising(adv), ...(resp === null ? [] : [decodeAdvertising(resp)])];
        const summary = summariseAdvertising(adv, resp);
        const name = adName(...lists);
        expect(summary.name).toBe(name?.name ?? null);
        expect(summary.nameSource).toBe(name === null ? null : name.complete ? 'complete' : 'shortened');
        expect(summary.nameFrom).toBe(name === null ? null : name.list === 0 ? 'advertising' : 'scan response');
        expect(summary.services).toEqual(adServices(...lists).map(String));
        expect(summary.companies.map(({ id }) => id)).toEqual([...new Set(adManufacturer(lists).map(([id]) => id))]);
        expect(summary.appearance).toBe(adAppearance(...lists));
        expect(summary.flags).toBe(adFlags(...lists));
        expect(summary.txPower).toBe(adTxPower(...lists));
        expect(summary.uri).toBe(adUri(...lists));
      }),
      { numRuns: 400 },
    );
  });
});
