import { describe, expect, it } from 'vitest';
import { decodeCharacteristic } from '../characteristic-value.js';
import { fieldLines, hex } from '../testing/golden.js';
import { goldenTable } from '../testing/golden-table.js';
import { keyName, usageName } from './hid-usages.js';

goldenTable('GAP and GATT services, Core Vol 3 Part C 12 and Part G 7', [
  ['2a00', '42 6f 61 72 64', 'Board'],
  ['2a01', '41 03', 'Heart Rate Sensor: Heart rate belt', 'Category: 13', 'Subcategory: 1'],
  ['2a02', '00', 'disabled'],
  // 24 x 1.25 ms, 40 x 1.25 ms, 400 x 10 ms.
  ['2a04', '18 00 28 00 04 00 90 01', '30.00 ms to 50.00 ms, latency 4, timeout 4000 ms'],
  ['2a04', 'ff ff ff ff 00 00 ff ff', 'no preference to no preference, latency 0, timeout no preference'],
  ['2a05', '01 00 ff ff', 'handles 0x0001 to 0xffff'],
  ['2aa6', '01', 'supported'],
  ['2ac9', '00', 'only resolvable private addresses after bonding'],
  ['2b29', '05', 'Robust caching, Multiple handle value notifications'],
  ['2b29', '01 80', 'Robust caching', 'Later features: 80'],
  ['2b2a', '0f 0e 0d 0c 0b 0a 09 08 07 06 05 04 03 02 01 00', '000102030405060708090a0b0c0d0e0f'],
  ['2b3a', '01', 'Enhanced ATT bearer'],
  ['2bf5', '01 02 01 04', 'mode 1 level 2, mode 1 level 4'],
]);

goldenTable('Device Information Service 1.2', [
  ['2a24', '4d 31 00', 'M1'],
  ['2a25', '30 30 31', '001'],
  ['2a26', '31 2e 30', '1.0'],
  ['2a27', '41', 'A'],
  ['2a28', '32', '2'],
  ['2a29', '41 63 6d 65', 'Acme'],
  // EUI-64 12-34-56-ff-fe-9a-bc-de: the OUI is in the last three octets.
  [
    '2a23',
    'de bc 9a fe ff 56 34 12',
    '12-34-56-ff-fe-9a-bc-de',
    'Manufacturer-defined identifier: fffe9abcde',
    'Organizationally unique identifier: 123456',
  ],
  [
    '2a50',
    '02 6d 04 25 b0 10 01',
    'Logitech, product 0xb025, version 1.1.0',
    'Vendor ID source: USB Implementers Forum',
  ],
  ['2a50', '01 59 00 01 00 00 02', 'Nordic Semiconductor ASA, product 0x0001, version 2.0.0'],
  ['2a50', '02 34 12 01 00 00 02', 'USB vendor 0x1234, product 0x0001, version 2.0.0'],
  ['2bff', '01 02', '01 02'],
  ['2a2a', '00 01 00 06 02 01 00 02 05 03', '1 entry', 'Certifying body: Continua', 'Certification data: 05 03'],
]);

goldenTable('GSS time formats', [
  ['2a08', 'ea 07 0b 16 0a 05 09', '2026-11-22 10:05:09'],
  ['2a08', '00 00 00 00 0a 05 09', '????-??-?? 10:05:09'],
  ['2a09', '07', 'Sunday'],
  ['2a0a', 'ea 07 0b 16 0a 05 09 07', 'Sunday, 2026-11-22 10:05:09'],
  ['2a0c', 'ea 07 0b 16 0a 05 09 07 80', 'Sunday, 2026-11-22 10:05:09', 'Fraction of a second: 0.500 s'],
  ['2a0d', '04', 'daylight time'],
  ['2a0e', 'ea', 'UTC-05:30', 'Time zone: -5.50 h'],
  ['2a0f', '04 04', 'UTC+01:00, daylight time'],
  ['2a0f', '80 ff', 'not known, not known'],
  ['2a11', 'ea 07 0a 19 01 00 00 00', '2026-10-25 01:00:00, standard time'],
  ['2a12', '08', '1.000 s'],
  ['2a13', '02', 'GPS'],
  ['2a14', '01 04 02 03', 'network time protocol, accuracy 0.500 s, updated 2 d 3 h ago'],
  ['2a14', '01 ff ff ff', 'network time protocol, accuracy not known, updated 255 days or more ago'],
  ['2a16', '01', 'get reference update'],
  ['2a17', '01 04', 'update pending, timed out'],
  ['2a2b', 'ea 07 0b 16 0a 05 09 07 00 05', 'Sunday, 2026-11-22 10:05:09, manual time update, change of time zone'],
  ['2a2b', 'ea 07 0b 16 0a 05 09 00 00 00', '2026-11-22 10:05:09', 'Day of week: not known'],
]);

goldenTable('GSS alert formats', [
  ['2a06', '02', 'high alert'],
  ['2a07', 'f4', '-12 dBm'],
  ['2a3f', '05', 'Ringer active, Display alert active'],
  ['2a40', '02', 'mute once'],
  ['2a41', '01', 'normal'],
  ['2a42', '0a', 'Email, Call'],
  ['2a47', '00 02', 'Instant message'],
  ['2a48', '01', 'Simple alert', 'Supported unread alert categories: 0x01'],
  ['2a43', '05', 'SMS or MMS'],
  ['2a44', '00 ff', 'enable new alerts: all categories'],
  ['2a45', '01 04', 'Email: 4'],
  ['2a46', '05 01 48 69', 'SMS or MMS: 1, Hi'],
  ['2a46', '05 ff', 'SMS or MMS: more than 254'],
]);

goldenTable('HID Service 1.0 and HID 1.11', [
  ['2a4a', '11 01 00 03', 'HID 1.11, remote wake, normally connectable', 'Country code: not localised'],
  ['2a4c', '01', 'exit suspend'],
  ['2a4d', '00 00 04', '00 00 04'],
  ['2a4e', '01', 'report protocol'],
  ['2a4f', '60 00 30 00', '60.000 ms, 30.000 ms'],
  ['2a31', '00', 'server requires refresh'],
  // Left Shift with A (usage 4) and Enter (usage 0x28).
  ['2a22', '02 00 04 28 00 00 00 00', 'Left Shift + A + Enter', 'Key 2: Enter', 'Key 3: none'],
  ['2a22', '00 00 00 00 00 00 00 00', 'no key'],
  ['2a32', '03', 'Num Lock, Caps Lock'],
  ['2a32', '00', 'all off'],
  ['2a33', '01 05 fb', 'Left button, x 5, y -5'],
  ['2a33', '00 01 00 ff', 'x 1, y 0', 'Device-specific: ff'],
]);

goldenTable('Report Map, HID 1.11 section 6.2.2', [
  // A keyboard's modifiers: the example of HID 1.11 appendix E.6, shortened, with a report ID.
  [
    '2a4b',
    '05 01 09 06 a1 01 85 01 05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02 c0',
    'Keyboard, report 1',
    'Usage Page: Generic Desktop (0x01)',
    'Usage: Keyboard (0x06)',
    'Collection: Application (Keyboard)',
    '› Report ID: 1',
    '› Usage Minimum: Left Control (0xe0)',
    '› Usage Maximum: Right GUI (0xe7)',
    '› Logical Maximum: 1',
    '› Report Size: 1',
    '› Report Count: 8',
    '› Input: Data, Variable, Absolute',
    'End Collection: ',
  ],
  ['2a4b', '15 81 25 7f', '15 81 25 7f', 'Logical Minimum: -127', 'Logical Maximum: 127'],
  ['2a4b', '15 00 25 ff', '15 00 25 ff', 'Logical Maximum: 255'],
  // A usage in four octets names its page; vendor page 0xff00; unit exponent -2; constant input.
  [
    '2a4b',
    '0b e9 00 0c 00 06 00 ff 55 0e 81 01',
    '0b e9 00 0c 00 06 00 ff 55 0e 81 01',
    'Usage: Volume Increment (0xe9)',
    'Usage Page: Vendor-defined (0xff00)',
    'Unit Exponent: -2',
    'Input: Constant, Array, Absolute',
  ],
  // Push keeps the page, pop brings it back.
  ['2a4b', '05 09 a4 05 0c b4 09 03', '05 09 a4 05 0c b4 09 03', 'Usage: Button 3 (0x03)'],
  ['2a4b', 'fe 02 10 aa bb', 'fe 02 10 aa bb', 'Long item: fe 02 10 aa bb'],
]);

goldenTable('GSS User Data formats', [
  ['2a80', '2a', '42 years'],
  ['2a85', 'c6 07 05 11', '1990-05-17'],
  ['2a85', '00 00 00 00', 'not known'],
  ['2a8a', '41 6e 6e', 'Ann'],
  ['2a8b', '64 78 8c a0', '100 bpm, 120 bpm, 140 bpm, 160 bpm'],
  ['2a8c', '01', 'female'],
  ['2a8d', 'be', '190 bpm'],
  ['2a8e', 'b4 00', '1.80 m'],
  ['2a93', '02', 'cycling (ergometer)'],
  ['2a96', '32', '50 ml/kg/min'],
  ['2a98', 'd0 39', '74.000 kg'],
  ['2a99', '05 00 00 00', '5'],
  ['2a9a', 'ff', 'unknown user'],
  ['2a9f', '02 01 d2 04', 'consent, user 1', 'Consent code: 1234'],
  ['2a9f', '20 01 01 03', 'register new user: success, user 3'],
  ['2aa2', '65 6e', 'en'],
  ['2a7e', '64', '100 bpm', 'Aerobic heart rate lower limit: 100 bpm'],
  ['2a7f', '64', '100 bpm', 'Aerobic threshold: 100 bpm'],
  ['2a81', '64', '100 bpm', 'Anaerobic heart rate lower limit: 100 bpm'],
  ['2a82', '64', '100 bpm', 'Anaerobic heart rate upper limit: 100 bpm'],
  ['2a83', '64', '100 bpm', 'Anaerobic threshold: 100 bpm'],
  ['2a84', '64', '100 bpm', 'Aerobic heart rate upper limit: 100 bpm'],
  ['2a86', 'ea 07 0b 00', '2026-11-??', 'Date of threshold assessment: 2026-11-??'],
  ['2a87', '61 40 62', 'a@b'],
  ['2a88', '64', '100 bpm', 'Fat burn heart rate lower limit: 100 bpm'],
  ['2a89', '64', '100 bpm', 'Fat burn heart rate upper limit: 100 bpm'],
  ['2a8f', '64 00', '1.00 m', 'Hip circumference: 1.00 m'],
  ['2a90', '4c 65 65', 'Lee', 'Last name: Lee'],
  ['2a91', '64', '100 bpm', 'Maximum recommended heart rate: 100 bpm'],
  ['2a92', '37', '55 bpm', 'Resting heart rate: 55 bpm'],
  ['2a94', '78 8c', '120 bpm, 140 bpm'],
  ['2a95', '78', '120 bpm'],
  ['2a97', '50 00', '0.80 m', 'Waist circumference: 0.80 m'],
  ['2b47', '50 46', '1.8000 m'],
  ['2b48', '4d', 'M', 'Middle name: M'],
  ['2b49', 'e8 03', '1.000 m'],
  ['2b4a', '02', 'ambidextrous'],
]);

goldenTable('Object Transfer Service 1.0', [
  ['2abd', '30 00 00 00 01 00 00 00', 'Read, Write, Go to'],
  ['2abe', '61 2e 62 69 6e', 'a.bin'],
  ['2abf', 'ca 2a', 'unspecified (2aca)'],
  ['2abf', '9e ca dc 24 0e e5 a9 e0 93 f3 a3 b5 01 00 40 6e', '6e400001-b5a3-f393-e0a9-e50e24dcca9e'],
  ['2ac0', '00 02 00 00 00 10 00 00', '512 B, 4096 B allocated'],
  ['2ac1', 'ea 07 0b 16 0a 05 09', '2026-11-22 10:05:09'],
  ['2ac2', 'ea 07 0b 16 0a 05 09', '2026-11-22 10:05:09', 'Last modified: 2026-11-22 10:05:09'],
  ['2ac3', '00 01 00 00 00 00', '0x000000000100'],
  ['2ac3', '00 00 00 00 00 00', 'directory listing object'],
  ['2ac4', '0c 00 00 00', 'Read, Write'],
  ['2ac8', '03 00 01 00 00 00 00', 'Contents changed, 0x000000000100', 'Source of change: client'],
]);

describe('device values with something wrong', () => {
  it('a collection that is not closed', () => {
    expect(decodeCharacteristic('2a4b', hex('05 01 09 02 a1 01'))).toMatchObject({
      summary: 'Mouse',
      problem: '1 collection is not closed',
    });
  });

  it('a report map cut in an item', () => {
    const decoded = decodeCharacteristic('2a4b', hex('05 01 26 ff'));
    expect(decoded?.problem).toBe('logical maximum wants 3 bytes, but 2 left');
    expect(fieldLines(decoded)).toEqual(['Usage Page: Generic Desktop (0x01)', 'Rest: 26 ff']);
  });

  it('a time zone no place has, a name that is not UTF-8, a list that says another length', () => {
    expect(decodeCharacteristic('2a0e', hex('39'))?.problem).toBe('time zone 57 is outside -48 to 56');
    expect(decodeCharacteristic('2a00', hex('41 ff'))).toMatchObject({
      summary: 'A\ufffd',
      problem: 'device name is not valid UTF-8',
    });
    expect(decodeCharacteristic('2a2a', hex('00 01 00 09 02'))?.problem).toBe('the list says 9 octets, but 1 follow');
  });

  it('a name cannot hide control characters', () => {
    expect(decodeCharacteristic('2a00', hex('41 1b 42'))?.summary).toBe('A\u241bB');
  });

  it('a long text is cut in the summary and whole in the field', () => {
    const decoded = decodeCharacteristic('2a24', new Uint8Array(300).fill(0x61));
    expect(decoded?.summary).toHaveLength(120);
    expect(decoded?.fields[0]?.value).toHaveLength(300);
  });

  it('names keys and usages', () => {
    expect([0x04, 0x1d, 0x1e, 0x27, 0x2c, 0x3a, 0x45, 0x52, 0x62, 0xe0, 0xf0].map(keyName)).toEqual([
      'A',
      'Z',
      '1',
      '0',
      'Space',
      'F1',
      'F12',
      'Up',
      'Keypad 0',
      'Left Control',
      '0xf0',
    ]);
    expect(usageName(1, 0x38)).toBe('Wheel');
    expect(usageName(12, 0xcd)).toBe('Play/Pause');
    expect(usageName(8, 2)).toBe('Caps Lock');
    expect(usageName(99, 1)).toBeNull();
  });
});
