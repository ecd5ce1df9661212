import { describe, expect, it } from 'vitest';
import { decodeCharacteristic } from '../characteristic-value.js';
import { fieldLines, hex } from '../testing/golden.js';
import { goldenTable } from '../testing/golden-table.js';

goldenTable('GSS Heart Rate formats', [
  ['2a37', '00 48', '72 bpm', 'Heart rate format: uint8', 'Heart rate: 72 bpm'],
  ['2a37', '06 48', '72 bpm, contact', 'Sensor contact: detected', 'Sensor contact feature: supported'],
  ['2a37', '04 48', '72 bpm, no contact'],
  // 300 bpm in 16 bits, 1000 kJ, RR of 1024/1024 s and 832/1024 s = 812.5 ms.
  [
    '2a37',
    '19 2c 01 e8 03 00 04 40 03',
    '300 bpm, 1000 kJ, RR 813 ms',
    'Heart rate format: uint16',
    'Energy expended: 1000 kJ',
    'RR interval: 1000 ms',
    'RR interval: 813 ms',
  ],
  ['2a37', '08 48 ff ff', '72 bpm, 65535 kJ or more'],
  ['2a38', '01', 'chest'],
  ['2a38', '07', '0x07 (reserved)'],
  ['2a39', '01', 'reset energy expended'],
]);

goldenTable('GSS Health Thermometer formats', [
  // 366 x 10^-1.
  ['2a1c', '00 6e 01 00 ff', '36.6 °C', 'Unit: °C'],
  [
    '2a1c',
    '07 d2 03 00 ff ea 07 0b 16 0a 05 09 06',
    '97.8 °F, mouth, 2026-11-22 10:05:09',
    'Time stamp: 2026-11-22 10:05:09',
    'Temperature type: mouth',
  ],
  ['2a1e', '00 ff ff 7f 00', 'not a number'],
  ['2a1d', '02', 'body (general)'],
]);

goldenTable('GSS Blood Pressure formats', [
  ['2a35', '00 78 00 50 00 5d 00', '120/80 mmHg', 'Mean arterial pressure: 93 mmHg'],
  [
    '2a35',
    '1e 78 00 50 00 5d 00 ea 07 0b 16 0a 05 09 48 00 01 0d 00',
    '120/80 mmHg, pulse 72 bpm, body movement, irregular pulse, pulse above the upper limit, 2026-11-22 10:05:09',
    'User ID: 1',
    'Pulse rate: above the upper limit',
  ],
  // 16.0 kPa is 160 x 10^-1.
  ['2a35', '01 a0 f0 6b f0 7c f0', '16.0/10.7 kPa', 'Systolic: 16.0 kPa'],
  ['2a36', '00 82 00 ff 07 ff 07', '130 mmHg', 'Diastolic (unused): not a number'],
  ['2a49', '05 00', 'Body movement detection, Irregular pulse detection'],
]);

goldenTable('GSS Glucose formats', [
  // 5.5 mmol/l is 55 x 10^-4 mol/l; capillary plasma (2) from a finger (1); record 5 at offset -30 min; strip type incorrect.
  [
    '2a18',
    '0f 05 00 ea 07 0b 16 0a 05 09 e2 ff 37 c0 12 10 00',
    '5.5 mmol/l, Strip type incorrect, #5, 2026-11-22 10:05:09',
    'Time offset: -30 min',
    'Glucose concentration: 0.0055 mol/l',
    'In common units: 5.5 mmol/l',
    'Type: capillary plasma',
    'Sample location: finger',
    'Strip type incorrect: yes',
  ],
  // 99 mg/dl is 99 x 10^-5 kg/l.
  [
    '2a18',
    '02 06 00 ea 07 0b 16 0a 05 09 63 b0 11',
    '99 mg/dl, #6, 2026-11-22 10:05:09',
    'Type: capillary whole blood',
  ],
  [
    '2a34',
    '5b 05 00 01 32 d0 02 08 07 3c 01 02 c0 41 f0',
    '#5, breakfast 0.050 kg, after a meal, exercise 1800 s, rapid acting insulin 0.0002 kg, HbA1c 6.5 %',
  ],
  ['2a34', '04 05 00 51', '#5', 'Tester: self', 'Health: no health issues'],
  ['2a51', '01 04', 'Low battery detection, Multiple bonds'],
]);

goldenTable('GSS Record Access Control Point', [
  ['2a52', '01 01', 'report stored records, all records'],
  ['2a52', '01 03 01 10 00', 'report stored records, sequence number greater than or equal to 16', 'Operand: 16'],
  [
    '2a52',
    '02 04 01 05 00 09 00',
    'delete stored records, sequence number within range of (inclusive) 5 to 9',
    'Maximum: 9',
  ],
  ['2a52', '05 00 2a 00', '42 records'],
  ['2a52', '06 00 01 06', 'report stored records: no records found'],
  ['2a52', '03 00', 'abort operation'],
]);

goldenTable('GSS Weight Scale and Body Composition formats', [
  // 14800 x 0.005 kg.
  ['2a9d', '00 d0 39', '74.000 kg', 'Weight: 74.000 kg'],
  [
    '2a9d',
    '0e d0 39 ea 07 0b 16 0a 05 09 02 e4 00 08 07',
    '74.000 kg, BMI 22.8 kg/m², 1.800 m, user 2, 2026-11-22 10:05:09',
  ],
  ['2a9d', '01 a8 3f', '162.96 lb', 'Units: imperial (lb, in)'],
  ['2a9d', '04 ff ff ff', 'measurement unsuccessful, unknown user'],
  ['2a9e', '3d 00 00 00', 'Time stamp, BMI', 'Weight resolution: 0.005 kg or 0.01 lb'],
  ['2a9e', '80 01 00 00', 'none', 'Height resolution: 0.001 m or 0.1 in'],
  // 21.5 % fat, muscle 40.2 %, weight 74 kg.
  ['2a9c', '10 04 d7 00 92 01 d0 39', 'fat 21.5 %, muscle 40.2 %, 74.000 kg'],
  [
    '2a9c',
    '08 12 d7 00 10 1a 88 13',
    'fat 21.5 %, more packets follow',
    'Basal metabolism: 6672 kJ',
    'Impedance: 500.0 Ω',
  ],
  ['2a9b', '1a 00 00 00', 'Multiple users, Muscle percentage, Muscle mass'],
]);

goldenTable('GSS Pulse Oximeter formats', [
  ['2a5e', '00 61 00 48 00', 'SpO2 97 %, 72 bpm'],
  [
    '2a5e',
    '0f 61 00 48 00 ea 07 0b 16 0a 05 09 80 00 20 00 00 0f f0',
    'SpO2 97 %, 72 bpm, Validated data, Low perfusion detected, PAI 1.5 %, 2026-11-22 10:05:09',
    'Pulse amplitude index: 1.5 %',
  ],
  [
    '2a5f',
    '03 61 00 48 00 60 00 49 00 62 00 47 00',
    'SpO2 97 %, 72 bpm',
    'SpO2 (fast): 96 %',
    'Pulse rate (slow): 71 bpm',
  ],
  ['2a5f', '04 61 00 48 00 20 80', 'SpO2 97 %, 72 bpm, Measurement ongoing, Invalid measurement detected'],
  ['2a60', '01 00 20 00', 'Measurement status support', 'Measurement ongoing: yes'],
  ['2a60', '40 00', 'Pulse amplitude index'],
]);

describe('health values that contradict their flags', () => {
  it('announces RR intervals without any', () => {
    expect(decodeCharacteristic('2a37', hex('10 48'))?.problem).toBe(
      'the flags announce RR intervals, but there is none',
    );
  });

  it('plots numbers and not codes', () => {
    const numbers = (uuid: string, bytes: string) =>
      decodeCharacteristic(uuid, hex(bytes))
        ?.fields.map((field) => field.number)
        .filter((number) => number !== undefined);
    expect(numbers('2a37', '10 48 00 04')).toEqual([72, 1000]);
    expect(numbers('2a9d', '00 ff ff')).toEqual([]);
    expect(numbers('2a1c', '00 ff ff 7f 00')).toEqual([]);
  });

  it('reserved bits are shown with their flags', () => {
    expect(fieldLines(decodeCharacteristic('2a37', hex('80 48')))).toContain('Reserved bits: 0x80');
  });

  it('bits stand where the flags are', () => {
    const contact = decodeCharacteristic('2a37', hex('06 48'))?.fields.find((field) => field.name === 'Sensor contact');
    expect(contact).toMatchObject({ offset: 0, length: 1, bits: { from: 1, to: 1 } });
  });
});
