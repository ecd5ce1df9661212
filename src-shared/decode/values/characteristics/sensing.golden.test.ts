import { describe, expect, it } from 'vitest';
import { decodeCharacteristic } from '../characteristic-value.js';
import { hex } from '../testing/golden.js';
import { goldenTable } from '../testing/golden-table.js';

goldenTable('GSS Environmental Sensing formats', [
  ['2a2c', 'a4 01', '4.20 °'],
  ['2a6c', '18 fc ff', '-10.00 m', 'Elevation: -10.00 m'],
  ['2a6c', '10 27 00', '100.00 m'],
  // 1013250 tenths of a pascal.
  ['2a6d', '02 76 0f 00', '101325.0 Pa'],
  ['2a6e', '66 08', '21.50 °C'],
  ['2a6e', '0c fe', '-5.00 °C'],
  ['2a6e', '00 80', 'not known'],
  ['2a6f', 'e9 10', '43.29 %'],
  ['2a6f', 'ff ff', 'not known'],
  ['2a70', '7d 03', '8.93 m/s'],
  ['2a71', '50 46', '180.00 °'],
  ['2a72', '01 00', '0.01 m/s'],
  ['2a73', '9f 8c', '359.99 °'],
  ['2a74', '0f', '1.5'],
  ['2a75', '01 00 01', '65537 1/m³'],
  ['2a76', '0b', '11'],
  ['2a77', 'd2 04', '123.4 W/m²'],
  ['2a78', '0c 00', '12 mm'],
  ['2a79', 'f6', '-10 °C'],
  ['2a7a', '2a', '42 °C'],
  ['2a7b', 'ff', '-1 °C'],
  // 10^-7 T a step: 200 is 20 microtesla.
  ['2aa0', 'c8 00 38 ff', 'X 20.0 µT, Y -20.0 µT'],
  ['2aa1', 'c8 00 00 00 01 00', 'X 20.0 µT, Y 0.0 µT, Z 0.1 µT', 'Z axis: 0.1 µT'],
  ['2aa3', '09', 'steady'],
  ['2aa3', '0a', '0x0a (reserved)'],
  ['2afb', '40 0d 03', '2000.00 lx'],
  ['2afb', 'ff ff ff', 'not known'],
  ['2b8c', 'a4 01', '420 ppm'],
  ['2b8c', 'fe ff', '65534 ppm or more'],
  ['2b8c', 'ff ff', 'not known'],
  ['2be7', '2c 01', '300 ppb'],
  // 12 x 10^-8 kg/m³ is 120 µg/m³.
  ['2bd6', '0c 80', '0.00000012 kg/m³'],
  ['2bd6', 'ff 07', 'not a number'],
  ['2bcf', '01 80', '0.00000001 kg/m³'],
  ['2be4', '37', '55 dB'],
  ['2bd0', '0c 80', '0.00000012 kg/m³'],
  // 1900 ppb: mantissa 190, exponent 1.
  ['2bd1', 'be 10', '1900 ppb'],
  ['2bd2', '0c 80', '0.00000012 kg/m³'],
  ['2bd3', '0c 80', '0.00000012 kg/m³'],
  ['2bd4', '0c 80', '0.00000012 kg/m³'],
  ['2bd5', '0c 80', '0.00000012 kg/m³'],
  ['2bd7', '0c 80', '0.00000012 kg/m³'],
  ['2bd8', '0c 80', '0.00000012 kg/m³'],
  ['2bd9', '00 08', 'not at this resolution'],
  ['2aaf', '00 00 00 80', '-214.7483648 °'],
  ['2a21', '00 00', 'no periodic measurement'],
  ['2aae', 'd1 0a 59 1f', '52.5929169 °'],
]);

goldenTable('GSS quantities of any service', [
  ['2ae2', '01', 'true'],
  ['2ae4', '00 80 ff ff', '0.50001, 1.00000'],
  ['2ae8', '00 00 c0 3f', '1.5'],
  ['2ae9', '8c 0a', '2700 K'],
  ['2aea', 'ff ff', 'not known'],
  ['2aed', '10 51 00', '2026-10-26'],
  ['2aed', '00 00 00', 'not known'],
  ['2aee', '7b 00', '1.23 A'],
  ['2aef', '64 00 c8 00', '1.00 A, 2.00 A'],
  ['2ae1', '40 01 40', '5.000 V, over 1.00 s'],
  ['2af2', '05 00 00', '5 kWh'],
  ['2af8', '41 42', 'AB'],
  ['2b04', 'c8', '100.0 %'],
  ['2b05', 'e8 03 00', '100.0 W'],
  ['2b0d', '2b', '21.5 °C'],
  ['2b13', '00', '0 s'],
  ['2b15', 'd0 07 00', '2.000 s'],
  ['2b18', '40 01', '5.000 V'],
  ['2b18', 'ff ff', 'not known'],
  ['2ba8', 'e8 03 00 00', '1.000 kWh'],
  ['2ae0', '7b 00 41', '1.23 A, over 1.10 s'],
  ['2aeb', '01 00 01', '65537'],
  ['2aec', '28 00', '40'],
  ['2af5', '41', 'A'],
  ['2af6', '41', 'A'],
  ['2af7', '41', 'A'],
  ['2bde', '41', 'A'],
  ['2af9', '0a 00', '10'],
  ['2afc', 'e8 03', '100.0 lm/W'],
  ['2afd', '02 00 00', '2 klm h'],
  ['2afe', '02 00 00', '2 klx h'],
  ['2aff', '20 03', '800 lm'],
  ['2b01', '20 03', '800 cd'],
  ['2b02', '0a 00', '10 g/s'],
  ['2b03', '0a 00', '10'],
  ['2b12', 'ef', '23.9 h'],
  ['2b12', 'ff', 'not known'],
  ['2b13', 'fe', 'total lifetime'],
  ['2b14', '18 00 00', '24 h'],
  ['2b16', '3c 00', '60 s'],
  ['2b17', '3c', '60 s'],
  ['2b1b', 'fa 00', '0.250 l/s'],
  ['2b1c', 'ff ff', '1.00000'],
  ['2b8a', 'e8 03 00', '100.0 VA'],
  ['2b8a', 'fe ff ff', 'not valid'],
  ['2b8d', '9c', '-1.00'],
  ['2b8d', '7f', 'not known'],
  ['2bdf', 'd0 07', '1000.0 °C'],
  ['2bdf', '01 80', 'not valid'],
  ['2be0', '40 00 01', '1025.000 V'],
  ['2be6', '80 51 01 00', '86400 s'],
  ['2b10', '00 00 66 08', '0.00 °C, 21.50 °C'],
]);

goldenTable('Battery Service 1.1', [
  ['2a19', '57', '87 %', 'Battery level: 87 %'],
  ['2be9', '03', 'Critical power state, Immediate service required'],
  // 0x02a3: battery present, wired power connected (1), charging (1), charge level good (1), charging type 1.
  [
    '2bed',
    '02 a3 02 50',
    '80 %, charging, level good, external power',
    'Battery present: yes',
    'Wired external power: yes',
    'Wireless external power: no',
    'Charge state: charging',
    'Charge level: good',
    'Charging type: constant current',
  ],
  // Present, discharging: active (2), critical (3), fault of the battery (bit 12); identifier 'left'; service required.
  [
    '2bed',
    '05 c1 11 0d 01 05',
    'discharging, level critical, fault of the battery, battery fault',
    'Battery: left',
    'Service required: yes',
    'Battery fault: yes',
  ],
  ['2bed', '00 00 00', 'no battery'],
  ['2bee', '02 3c 00 00 ff ff ff', 'empty in 60 min, full in not known'],
  ['2bea', '0f 62 2c 01 19 07 00', 'health 98 %, 300 cycles, 25 °C, 7 deep discharges'],
  ['2bea', '04 7f', 'above 126 °C'],
  ['2beb', '03 f4 01 ec 3c', '500 cycles, -20 °C to 60 °C'],
  ['2bec', '60 00 03 05 25 f0', 'lithium ion, 3.7 V', 'Replaceable: yes', 'Rechargeable: yes'],
  ['2bef', '10 51 00', '2026-10-26'],
  ['2bf0', '02 29 f0', '4.1 V'],
  ['2a1a', 'bf', 'charging, good level'],
]);

goldenTable('Automation IO Service 1.0', [
  ['2a56', '39', 'active, tri-state, unknown, inactive', 'Digital 1: tri-state'],
  ['2a58', '7b 00', '123'],
  ['2a5a', '39 01 00', '39 01 00'],
]);

describe('sensing values outside their range', () => {
  it('a level above 100 % is a problem', () => {
    expect(decodeCharacteristic('2a19', hex('65'))).toMatchObject({ summary: '101 %', problem: '101 % is above 100' });
  });

  it('numbers to plot are in the unit shown', () => {
    const number = (uuid: string, bytes: string) => decodeCharacteristic(uuid, hex(bytes))?.fields[0]?.number;
    expect(number('2a6e', '66 08')).toBe(21.5);
    expect(number('2a6e', '00 80')).toBeUndefined();
    expect(number('2a6d', '02 76 0f 00')).toBe(101_325);
    expect(number('2afb', '40 0d 03')).toBe(2000);
    expect(number('2bd6', '0c 80')).toBe(0.00000012);
  });
});
