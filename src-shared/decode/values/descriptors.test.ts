import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDescriptor } from './descriptors.js';
import { fieldLines, hex, malformed } from './testing/golden.js';

describe('descriptors, Core Vol 3 Part G 3.3.3 and GATT Specification Supplement', () => {
  it.each([
    ['Extended Properties', '2900', '01 00', 'Reliable write'],
    ['User Description', '2901', '53 65 61 74', 'Seat'],
    ['CCCD off', '2902', '00 00', 'off'],
    ['CCCD', '2902', '03 00', 'Notifications, Indications'],
    ['SCCD', '2903', '01 00', 'Broadcasts'],
    ['Presentation Format', '2904', '0e fe 2f 27 01 0d 01', 'sint16 × 10^-2 °C, left'],
    ['Aggregate Format', '2905', '10 00 13 00', '0x0010, 0x0013'],
    ['Valid Range', '2906', '0a 00 64 00', '0a 00 to 64 00'],
    ['External Report Reference', '2907', '19 2a', '2a19'],
    ['Report Reference', '2908', '02 03', 'feature report 2'],
    ['Number of Digitals', '2909', '08', '8'],
    ['Value Trigger Setting', '290a', '05 0a 00 64 00', 'the value leaves or enters a range, 10 to 100'],
    ['ES Configuration', '290b', '01', 'any condition (OR)'],
    [
      'ES Measurement',
      '290c',
      '00 00 02 3c 00 00 0a 00 00 14 03',
      'arithmetic mean, indoor, over 60 s, every 10 s, ± 1.5 %',
    ],
    ['ES Measurement, not known', '290c', '00 00 00 00 00 00 00 00 00 00 ff', 'unspecified, unspecified'],
    ['ES Trigger Setting by time', '290d', '01 05 00 00', 'at a fixed interval, 5 s'],
    ['ES Trigger Setting by value', '290d', '06 08 07', 'while greater than, 08 07'],
    ['Time Trigger Setting', '290e', '02 10 0e 00', 'not more often than an interval, 3600 s'],
    ['Time Trigger Setting by count', '290e', '03 05 00', 'after a number of changes, 5'],
  ])('%s (%s): %s', (_, uuid, bytes, summary) => {
    const decoded = decodeDescriptor(uuid, hex(bytes));
    expect(decoded?.summary).toBe(summary);
    expect(decoded?.problem).toBeUndefined();
  });

  it('the fields of a Presentation Format have names beside the numbers', () => {
    expect(fieldLines(decodeDescriptor('2904', hex('0e fe 2f 27 01 0d 01')))).toEqual([
      'Format: 0x0e',
      'Format type: sint16',
      'Exponent: -2',
      'Unit: 0x272f',
      'Unit name: Celsius temperature (degree Celsius)',
      'Name space: Bluetooth SIG',
      'Description: 0x010d',
      'Description name: left',
    ]);
  });

  it.each([
    ['2902', '01', 'length 1, the format has 2'],
    ['2902', '01 00 00', 'length 3, the format has 2'],
    ['2906', '01 02 03', 'an odd number of octets cannot be two values'],
    ['2901', 'c3', 'user description is not valid UTF-8'],
    ['290e', '01 02', 'interval wants 3 bytes, but 1 left'],
  ])('%s of %s: %s', (uuid, bytes, problem) => expect(decodeDescriptor(uuid, hex(bytes))?.problem).toBe(problem));

  it('reserved bits are shown', () => {
    expect(fieldLines(decodeDescriptor('2902', hex('05 00')))).toContain('Reserved bits: 0x0004');
  });

  it('a descriptor without a known format is null', () => expect(decodeDescriptor('2910', hex('00'))).toBeNull());

  it('any bytes are well formed', () => {
    const uuids = Array.from({ length: 16 }, (_, i) => (0x2900 + i).toString(16));
    fc.assert(
      fc.property(fc.constantFrom(...uuids), fc.uint8Array({ maxLength: 24 }), (uuid, bytes) => {
        const decoded = decodeDescriptor(uuid, bytes);
        if (decoded !== null) expect(malformed(decoded, bytes.length)).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });
});
