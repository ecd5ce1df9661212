import { describe, expect, it } from 'vitest';
import { decodeCharacteristic } from '../characteristic-value.js';
import { fieldLines, hex } from '../testing/golden.js';
import { goldenTable } from '../testing/golden-table.js';

goldenTable('GSS Cycling Speed and Cadence, Running Speed and Cadence', [
  // 1000 turns, event at 2048/1024 s; 500 turns, event at 512/1024 s.
  [
    '2a5b',
    '03 e8 03 00 00 00 08 f4 01 00 02',
    'wheel 1000 turns, crank 500 turns',
    'Last wheel event time: 2.000 s',
    'Last crank event time: 0.500 s',
  ],
  ['2a5b', '02 f4 01 00 02', 'crank 500 turns'],
  ['2a5c', '07 00', 'Wheel revolution data, Crank revolution data, Multiple sensor locations'],
  // 640/256 m/s, 170 steps a minute, 1.20 m, 12345.6 m.
  ['2a53', '07 80 02 aa 78 00 40 e2 01 00', 'running, 2.50 m/s, 170 1/min, stride 1.20 m, 12345.6 m'],
  ['2a53', '00 00 01 50', 'walking, 1.00 m/s, 80 1/min'],
  ['2a54', '05 00', 'Instantaneous stride length, Walking or running status'],
  ['2a5d', '0c', 'rear wheel'],
  ['2a55', '01 10 27 00 00', 'set cumulative value, 10000'],
  ['2a55', '10 04 01 04 0c', 'request supported sensor locations: success', 'Sensor location: front wheel'],
]);

goldenTable('GSS Cycling Power', [
  ['2a63', '00 00 fa 00', '250 W', 'Instantaneous power: 250 W'],
  ['2a63', '00 00 f6 ff', '-10 W'],
  // Balance 50.5 % left, torque 64/32 N m, wheel 10 turns at 2048/2048 s, crank 7 turns at 1024/1024 s.
  [
    '2a63',
    '37 00 fa 00 65 40 00 0a 00 00 00 00 08 07 00 00 04',
    '250 W, balance 50.5 % left, wheel 10 turns, crank 7 turns',
    'Pedal power balance reference: left',
    'Accumulated torque: 2.000 N m',
    'Last wheel event time: 1.000 s',
    'Last crank event time: 1.000 s',
  ],
  // Force 100 and -5 N; angles 0x05a = 90 and 0x10e = 270 in 12 bits each; dead spots 1 and 181 degrees; 9 kJ.
  [
    '2a63',
    '40 0f fa 00 64 00 fb ff 5a e0 10 01 00 b5 00 09 00',
    '250 W, 9 kJ',
    'Maximum force magnitude: 100 N',
    'Minimum force magnitude: -5 N',
    'Maximum angle: 90 °',
    'Minimum angle: 270 °',
    'Top dead spot angle: 1 °',
    'Bottom dead spot angle: 181 °',
  ],
  [
    '2a64',
    '15 07 00 00 04 0a 00 f6 ff',
    'crank 7 turns, 2 magnitudes',
    'Force magnitude: -10 N',
    'Measurement direction: tangential',
  ],
  [
    '2a65',
    '09 00 21 00',
    'Pedal power balance, Crank revolution data',
    'Sensor measurement context: torque',
    'Distributed system: for use in one',
  ],
]);

goldenTable('Fitness Machine Service 1.0.1 and GSS, machine data', [
  // 8.50 km/h, 1200 m, inclination 1.5 %, ramp not available, 130 bpm, 600 s.
  [
    '2acd',
    '0c 05 52 03 b0 04 00 0f 00 ff 7f 82 58 02',
    '8.50 km/h, 1200 m, 130 bpm, 600 s',
    'Inclination: 1.5 %',
    'Ramp angle setting: not available',
    'More data: no (instantaneous speed present)',
  ],
  ['2acd', '81 00 64 00 ff ff ff', '81 00 64 00 ff ff ff', 'Total energy: 100 kcal', 'Energy per hour: not available'],
  ['2acd', '20 00 52 03 2c 01', '8.50 km/h', 'Instantaneous pace: 300 s/500 m'],
  // The length fits only the octet of service version 1.0.
  ['2acd', '20 00 52 03 02', '8.50 km/h', 'Instantaneous pace: 0.2 km/min'],
  // 30.00 km/h, cadence 180/2, resistance by 16 bits (version 1.0), 210 W.
  ['2ad2', '64 00 b8 0b b4 00 14 00 d2 00', '30.00 km/h, 90.0 rpm, 210 W', 'Resistance level: 20'],
  ['2ad2', '64 00 b8 0b b4 00 02 d2 00', '30.00 km/h, 90.0 rpm, 210 W', 'Resistance level: 20'],
  ['2ad2', '41 02 d2 00 82', '210 W, 130 bpm', 'More data: yes'],
  ['2ace', '08 80 00 b8 0b 78 00 6e 00', '30.00 km/h', 'Movement direction: backward', 'Steps per minute: 120 1/min'],
  ['2acf', '02 00 05 00 64 00 3c 00', 'floors 5, step count 100', 'Steps per minute: 60 1/min'],
  ['2ad0', '10 00 05 00 07 00', 'floors 5', 'Stride count: 7'],
  // 24.5 strokes a minute, 100 strokes, 2:00 for 500 m, 150 W.
  [
    '2ad1',
    '2c 00 31 64 00 e8 03 00 78 00 96 00',
    'stroke rate 24.5 1/min, 1000 m, 150 W',
    'Instantaneous pace: 120 s/500 m',
  ],
]);

goldenTable('Fitness Machine Service 1.0.1, features, ranges and control', [
  [
    '2acc',
    '03 40 00 00 08 20 00 00',
    'Average speed, Cadence, Power measurement, Power target, Indoor bike simulation',
  ],
  ['2ad3', '00 0d', 'manual mode (quick start)'],
  ['2ad3', '01 02 55 70', 'warming up, Up'],
  ['2ad4', '64 00 d0 07 0a 00', '1.00 km/h, 20.00 km/h, 0.10 km/h'],
  ['2ad5', '9c ff 96 00 05 00', '-10.0 %, 15.0 %, 0.5 %'],
  ['2ad6', '0a 00 e8 03 0a 00', '1.0 to 100.0, step 1.0'],
  ['2ad6', '01 0a 01', '10 to 100, step 10'],
  ['2ad7', '3c c8 01', '60 bpm, 200 bpm, 1 bpm'],
  ['2ad8', '00 00 90 01 05 00', '0 W, 400 W, 5 W'],
  ['2ad9', '00', 'request control'],
  ['2ad9', '05 fa 00', 'set target power, 250 W'],
  ['2ad9', '02 e8 03', 'set target speed, 10.00 km/h'],
  ['2ad9', '08 02', 'stop or pause, pause'],
  // 1 m/s of wind, 3.5 %, coefficient 0.0040, 0.51 kg/m.
  ['2ad9', '11 e8 03 5e 01 28 33', 'set indoor bike simulation, 1.000 m/s, 3.50 %, 0.0040, 0.51 kg/m'],
  ['2ad9', '14 b4 00', 'set targeted cadence, 90.0 rpm'],
  ['2ad9', '80 05 05', 'set target power: control not permitted'],
  ['2ada', '02 01', 'stopped or paused by the user, stop'],
  ['2ada', '08 fa 00', 'target power changed, 250 W'],
  ['2ada', '0d 10 27 00', 'targeted distance changed, 10000 m'],
  ['2ada', '12 e8 03 5e 01 28 33', 'indoor bike simulation changed, 1.000 m/s, 3.50 %, 0.0040, 0.51 kg/m'],
  ['2ada', '14 04', 'spin down status, stop pedalling'],
  ['2ada', '15 b4 00', 'targeted cadence changed, 90.0 rpm'],
  ['2ada', 'ff', 'control permission lost'],
]);

goldenTable('GSS Location and Navigation', [
  // 5.00 m/s, 12345.6 m, 48.2082000 N, 16.3738000 E, 171.00 m, 90.00 degrees; position OK (bit 7), barometric (bit 10).
  [
    '2a67',
    '9f 04 f4 01 40 e2 01 d0 fc bb 1c 90 71 c2 09 cc 42 00 28 23',
    '48.2082, 16.3738, 171.00 m, 5.00 m/s, heading 90.00 °, 12345.6 m',
    'Position status: position OK',
    'Elevation source: barometric air pressure',
  ],
  ['2a67', '40 00 ea 07 0b 16 0a 05 09', '2026-11-22 10:05:09'],
  [
    '2a68',
    '03 00 28 23 50 46 40 e2 01 18 fc ff',
    'bearing 90.00 °, heading 180.00 °, 12345.6 m left',
    'Remaining vertical distance: -10.00 m',
  ],
  [
    '2a69',
    '2b 00 06 09 f4 01 00 00 05',
    '6 beacons used, 9 in view, ± 5.00 m',
    'Horizontal dilution of precision: 1.0',
  ],
  ['2a6a', '05 00 10 00', 'Instantaneous speed, Location, Position status'],
]);

describe('machine data that fit neither version', () => {
  it('says what is missing', () => {
    const decoded = decodeCharacteristic('2ad2', hex('24 00 b8 0b b4'));
    expect(decoded?.summary).toBe('30.00 km/h');
    expect(decoded?.problem).toBe('instantaneous cadence wants 2 bytes, but 1 left');
    expect(fieldLines(decoded).at(-1)).toBe('Rest: b4');
  });
});
