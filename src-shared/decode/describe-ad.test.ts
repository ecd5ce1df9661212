import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../bytes/hex.js';
import { decodeAdvertising } from './ad-structure.js';
import { type AdDescription, DESCRIBED_AD_TYPES, describeAd } from './describe-ad.js';

const hex = (text: string) => fromHex(text.replaceAll(' ', '')) ?? new Uint8Array();
const ad = (type: number, data: string): AdDescription => describeAd({ type, data: hex(data), offset: 0 });
const fields = (description: AdDescription) =>
  Object.fromEntries(description.fields.map(({ name, value }) => [name, value]));

/** type, data in hex, first summary lines, problem */
const GOLDEN: [number, string, string[], string?][] = [
  [0x01, '06', ['General, LE only']],
  [0x01, '05', ['Limited, LE only']],
  [0x01, '1a', ['General, LE and BR/EDR at once (controller, host)']],
  [0x01, '00', ['Not discoverable, LE and BR/EDR']],
  [0x01, '', ['None set']],
  [0x03, '1a180f18', ['Environmental Sensing', 'Battery']],
  [0x02, '1a1800', ['Environmental Sensing'], 'not a multiple of 2 bytes'],
  [0x05, '41423132', ['32314241']],
  [0x07, '9ecadc240ee5a9e093f3a3b50100406e', ['Nordic UART']],
  [0x09, '4dc3a9', ['Mé']],
  [0x08, '4dff', ['M\ufffd'], 'not valid UTF-8'],
  [0x0a, 'f4', ['-12 dBm']],
  [0x0a, '', [], 'tx power wants 1 byte, but 0 left'],
  [0x0a, '0400', ['4 dBm'], '1 byte too many'],
  [0x0d, '04042c', ['Audio or video', 'Rendering', 'Capturing', 'Audio']],
  [0x10, '00112233445566778899aabbccddeeff', ['ffeeddccbbaa99887766554433221100']],
  [0x10, '0100590001000200', ['Device ID 0x0059:0x0001']],
  [0x11, '0b', ['Out-of-band data present, random address']],
  [0x12, '06000c00', ['7.5 ms to 15 ms']],
  [0x12, 'ffffffff', ['No wish']],
  [0x12, '0c000600', ['15 ms to 7.5 ms'], 'the minimum is above the maximum'],
  [0x12, '01000600', ['1.25 ms to 7.5 ms'], 'outside 7.5 ms to 4 s'],
  [0x14, '0d18', ['Heart Rate']],
  [0x15, 'd0002d121e4b0fa4994eceb531f40579', ['Apple Notification Center']],
  [0x16, '0f1864', ['Battery', '100 %']],
  [0x16, '0918e60000ff', ['Health Thermometer', '23 °C']],
  [0x16, '0f', [], 'service wants 2 bytes, but 1 left'],
  [0x17, '0100000000c20200000000c2', ['c2:00:00:00:00:01', 'c2:00:00:00:00:02']],
  [0x18, '010000', [], 'not a multiple of 6 bytes'],
  [0x19, '0003', ['Thermometer']],
  [0x1a, 'a000', ['100 ms']],
  [0x2f, '400601', ['41960 ms'.replace('41960', String(0x010640 * 0.625))]],
  [0x2f, '00', [], 'an advertising interval has 2 to 4 bytes, not 1'],
  [0x1b, '0100000000c201', ['c2:00:00:00:00:01, static']],
  [0x1c, '02', ['Both, peripheral preferred']],
  [0x1c, '09', ['Reserved']],
  [0x1d, '000102030405060708090a0b0c0d0e0f', ['0f0e0d0c0b0a09080706050403020100']],
  [0x1d, '0001', [], 'hash c-256 wants 16 bytes, but 2 left'],
  [0x21, '9ecadc240ee5a9e093f3a3b50100406e 0102', ['Nordic UART']],
  [0x24, '172f2f61622e6f7267', ['https://ab.org']],
  [0x24, 'c2bb61', ['bluetooth:a']],
  [0x25, '01 00000040 00000020', ['45.000000°, 45.000000°']],
  [0x25, '13 0a00 ecff 16', ['1 m north, -2 m east', 'Floor 2']],
  [0x26, '01 0a 02 aabb', ['Bluetooth SIG: provider, transport on']],
  [0x26, '01 0a 05 aabb', ['Bluetooth SIG: provider, transport on'], 'data wants 5 bytes, but 2 left'],
  [0x27, '0121', ['LE Encryption', '2M PHY', 'Periodic Advertising']],
  [0x28, 'ffffffff1f 0a00', ['37 of 37 channels from event 10']],
  [0x29, '00112233 05 03', ['Link 0x00112233: Provisioning Bearer Control']],
  [0x2a, '68 010203040506 aabbccddeeff0011', ['Network PDU, NID 0x68']],
  [0x2b, '00 00112233445566778899aabbccddeeff 0000', ['Unprovisioned device', '00112233-4455-6677-8899-aabbccddeeff']],
  [
    0x2b,
    '01 00 0011223344556677 00000005 8899aabbccddeeff',
    ['Secure network', 'Network 0011223344556677, IV index 5'],
  ],
  [0x2d, '54 65 73 74', ['Test']],
  [0x2e, '010203 040506', ['060504:030201']],
  [0x30, '54657374', ['Test']],
  [0x31, '0102030405 aabb 01020304', ['2 bytes encrypted']],
  [0x31, '0102', [], 'encrypted data has at least 9 bytes, not 2'],
  [0x32, '01020304 05 08 04 10', ['5 subevents, one every 10 ms; a response slot every 2 ms']],
  [0x34, '81 0102', ['Group 1']],
  [0x3d, '03 28', ['3D display, path loss threshold 40 dB']],
  [0xff, '5900 0102', ['Nordic Semiconductor ASA']],
  [0xff, 'f0ff 01', ['Company 0xfff0']],
];

describe('describeAd', () => {
  it.each(GOLDEN)('type %i, data %s', (type, data, summary, problem) => {
    const description = ad(type, data);
    expect(description.summary).toEqual(summary);
    expect(description.problem).toBe(problem);
  });

  it('reads at least 30 types', () => {
    expect(new Set(DESCRIBED_AD_TYPES).size).toBeGreaterThanOrEqual(45);
  });

  it('gives each field its place in the data', () => {
    expect(ad(0x12, '06000c00').fields).toEqual([
      { name: 'Minimum connection interval', value: '7.5', unit: 'ms', offset: 0, length: 2 },
      { name: 'Maximum connection interval', value: '15', unit: 'ms', offset: 2, length: 2 },
    ]);
    expect(fields(ad(0x01, '06'))).toMatchObject({
      'LE general discoverable mode': 'yes',
      'LE limited discoverable mode': 'no',
    });
  });

  it('shows the bytes of a type it does not know', () => {
    const description = ad(0x99, '0102');
    expect(description).toMatchObject({ typeName: 'Unknown type 0x99', summary: [] });
    expect(fields(description)).toEqual({ Data: '01 02' });
  });

  it('tells how a structure was cut off', () => {
    const [, cut] = decodeAdvertising(hex('020106 0909 4142'));
    expect(cut && describeAd(cut).problem).toBe('length byte 9, but 3 bytes left');
    expect(cut && describeAd(cut).summary).toEqual(['AB']);
  });

  it('reads a BIGInfo of its 33 bytes', () => {
    // Two BISes every 10 ms, offset 3000 µs; 1 subevent; 2M PHY; unframed.
    const first = ((2 << 27) | (8 << 15) | 100) >>> 0;
    const data = new Uint8Array(33);
    const view = new DataView(data.buffer);
    view.setUint32(0, first, true);
    view.setUint32(4, 1 | (1 << 5) | (2500 << 8), true);
    view.setUint32(8, 2500 | (1 << 20) | (40 << 24), true);
    view.setUint32(17, 10_000 | (40 << 20), true);
    data[27] = 0x3f;
    const description = describeAd({ type: 0x2c, data, offset: 0 });
    expect(description.summary).toEqual(['2 BISes every 10 ms, not encrypted']);
    expect(fields(description)).toMatchObject({
      'BIG offset': '3000',
      BISes: '2',
      'SDU interval': '10000',
      'Largest SDU': '40',
      PHY: '2M',
      Framing: 'unframed',
    });
    expect(describeAd({ type: 0x2c, data: data.slice(1), offset: 0 }).problem).toBe(
      'BIGInfo has 33 or 57 bytes, not 32',
    );
  });

  it('never throws, and every field lies within the data', () => {
    const type = fc.oneof(fc.constantFrom(...DESCRIBED_AD_TYPES), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(type, fc.uint8Array({ maxLength: 64 }), (adType, data) => {
        const description = describeAd({ type: adType, data, offset: 0 });
        for (const field of description.fields) {
          expect(field.offset).toBeGreaterThanOrEqual(0);
          expect(field.length).toBeGreaterThan(0);
          expect(field.offset + field.length).toBeLessThanOrEqual(data.length);
          expect(typeof field.value).toBe('string');
        }
        for (const line of description.summary) expect(line).not.toMatch(/undefined|NaN|\bnull\b/);
      }),
      { numRuns: 1500 },
    );
  });
});
