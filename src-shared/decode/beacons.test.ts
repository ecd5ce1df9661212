import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../bytes/hex.js';
import { describeAd } from './describe-ad.js';
import { summariseAdvertising } from './summarise-advertising.js';

const hex = (text: string) => fromHex(text.replaceAll(' ', '')) ?? new Uint8Array();
const manufacturer = (data: string) => describeAd({ type: 0xff, data: hex(data), offset: 0 });
const serviceData = (data: string) => describeAd({ type: 0x16, data: hex(data), offset: 0 });
const values = ({ fields }: ReturnType<typeof describeAd>) =>
  Object.fromEntries(fields.map(({ name, value }) => [name, value]));

const IBEACON = '4c00 0215 fda50693a4e24fb1afcfc6eb07647825 271b 4cb9 c5';
const RUUVI = '9904 05 12fc 5394 c37c 0004 fffc 040c ac36 42 00cd cbb8334c884f';

describe('manufacturer formats', () => {
  it('iBeacon', () => {
    const beacon = manufacturer(IBEACON);
    expect(beacon.kind).toBe('iBeacon');
    expect(beacon.summary).toEqual([
      'Apple, Inc.',
      'fda50693-a4e2-4fb1-afcf-c6eb07647825',
      'Major 10011, minor 19641',
      '−59 dBm at 1 m',
    ]);
    expect(beacon.problem).toBeUndefined();
    expect(beacon.fields.find(({ name }) => name === 'Major')).toEqual({
      name: 'Major',
      value: '10011',
      offset: 20,
      length: 2,
    });
  });

  it('an iBeacon cut short is none', () => {
    const cut = manufacturer('4c00 0215 fda50693a4e24fb1');
    expect(cut.kind).toBeUndefined();
    expect(cut.problem).toBe('data wants 21 bytes, but 8 left');
  });

  it('AltBeacon of any company', () => {
    const beacon = manufacturer('1801 beac 00112233445566778899aabbccddeeff 0001 0002 c5 07');
    expect(beacon.kind).toBe('AltBeacon');
    expect(beacon.summary.slice(1)).toEqual(['00112233-4455-6677-8899-aabbccddeeff 1.2', '−59 dBm at 1 m']);
    expect(values(beacon)['Manufacturer reserved']).toBe('0x07');
  });

  it('Ruuvi RAWv2, the example of its documentation', () => {
    const tag = manufacturer(RUUVI);
    expect(tag.kind).toBe('Ruuvi RAWv2');
    expect(values(tag)).toMatchObject({
      Temperature: '24.300',
      Humidity: '53.4900',
      Pressure: '1000.44',
      'Acceleration X': '0.004',
      'Acceleration Y': '-0.004',
      'Acceleration Z': '1.036',
      Battery: '2977',
      'TX power': '4',
      Movements: '66',
      'Sequence number': '205',
      Address: 'cb:b8:33:4c:88:4f',
    });
  });

  it('Ruuvi RAWv2 with nothing measured', () => {
    const tag = manufacturer('9904 05 8000 ffff ffff 8000 8000 8000 ffff ff ffff ffffffffffff');
    expect(values(tag)).toMatchObject({
      Temperature: 'not measured',
      Battery: 'not measured',
      'TX power': 'not measured',
      'Sequence number': 'not measured',
    });
    expect(tag.summary).toHaveLength(1);
  });

  it('Ruuvi RAWv1 with a temperature below zero', () => {
    expect(manufacturer('9904 03 29 8145 ce1e 03e8 03e8 03e8 0bb8').summary[1]).toBe('-1.69 °C, 20.5 %, 1027.7 hPa');
  });

  it("Apple's messages, several in one field", () => {
    const phone = manufacturer('4c00 1005 0718 aabbcc 0c0e 00 0102 030405060708090a0b0c0d');
    expect(phone.summary).toEqual(['Apple, Inc.', 'Apple Nearby Info', 'active user, screen on', 'Apple Handoff']);
    expect(summariseAdvertising(hex('1aff4c00 10050718aabbcc 0c0e 0001 02030405060708090a0b0c0d'), null).kinds).toEqual(
      ['Apple Nearby Info', 'Apple Handoff'],
    );
    expect(manufacturer('4c00 0719 01 0e20 75aa30010000 4512121212121212121212121212121212').summary).toContain(
      'AirPods Pro',
    );
    expect(manufacturer(`4c00 1219 50 ${'ab'.repeat(22)} 01 00`).summary).toContain(
      'away from its owner, battery medium',
    );
  });

  it('Swift Pair', () => {
    const mouse = manufacturer('0600 03 00 80 4d6f757365');
    expect(mouse.kind).toBe('Swift Pair');
    expect(mouse.summary).toEqual(['Microsoft', 'Mouse']);
    expect(values(manufacturer('0600 03 02 80 040424 4b'))).toMatchObject({
      'Class of device': '0x240404',
      'Display name': 'K',
    });
  });
});

describe('service data formats', () => {
  it.each([
    [
      'aafe 00 ee 00112233445566778899 aabbccddeeff 0000',
      'Eddystone UID',
      ['Namespace 00112233445566778899, instance aabbccddeeff', '-18 dBm at 0 m'],
    ],
    ['aafe 10 ee 03 676f6f676c6507', 'Eddystone URL', ['https://google.com', '-18 dBm at 0 m']],
    ['aafe 10 f0 00 6162 01 63', 'Eddystone URL', ['http://www.ab.org/c', '-16 dBm at 0 m']],
    ['aafe 20 00 0bb8 1880 00000064 000003e8', 'Eddystone TLM', ['3000 mV, 24.50 °C, 100 PDUs, up 100.0 s']],
    ['aafe 20 00 0000 8000 00000064 000003e8', 'Eddystone TLM', ['100 PDUs, up 100.0 s']],
    ['aafe 20 01 00112233445566778899aabb ccdd eeff', 'Eddystone eTLM', ['Encrypted telemetry']],
    ['aafe 30 ee 0011223344556677', 'Eddystone EID', ['Identifier 0011223344556677', '-18 dBm at 0 m']],
    [`6ffd ${'ab'.repeat(16)} 01020304`, 'Exposure Notification', [`Identifier ${'ab'.repeat(16)}`]],
    ['2cfe 2e5c3a', 'Fast Pair', ['Model 2e5c3a, in pairing mode']],
    ['2cfe 00 40 1122334455', 'Fast Pair', ['Not in pairing mode']],
    ['95fe 5020 aa01 2f 665544332211 0d1004d2004f02', 'MiBeacon', ['Product 0x01aa']],
    ['5afd 12345678', 'Samsung SmartTag', []],
    ['edfe 0200', 'Tile', []],
    ['d2fc 40 0064 0164 02ca09 03bf13', 'BTHome', ['Battery 100 %', 'Temperature 25.06 °C', 'Humidity 50.55 %']],
    ['b2fc 02 01 aabb', 'Tracker (unwanted tracking protection)', ['Network Google, near its owner']],
    ['f6ff 00 000f f1ff 0180 00', 'Matter', ['Discriminator 3840, vendor 0xfff1, product 0x8001']],
    ['5218 563412', 'Broadcast Audio', ['Broadcast ID 0x123456']],
  ])('%s', (data, kind, lines) => {
    const description = serviceData(data);
    expect(description.kind).toBe(kind);
    expect(description.summary.slice(1)).toEqual(lines);
    expect(description.problem).toBeUndefined();
  });

  it('tells what is wrong with a frame', () => {
    expect(serviceData('aafe 00 ee 0011').problem).toBe('namespace wants 10 bytes, but 2 left');
    expect(serviceData('aafe 10 ee 09 61').problem).toBe('URL scheme 0x09 is reserved');
    expect(serviceData('aafe').kind).toBeUndefined();
  });

  it('the list and the detail agree on the kind of any payload', () => {
    const start = fc.constantFrom('aafe', '6ffd', '2cfe', '95fe', 'd2fc', '0f18');
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 26 }), (uuid, rest) => {
        const data = Uint8Array.of(...hex(uuid), ...rest);
        const listed = summariseAdvertising(Uint8Array.of(data.length + 1, 0x16, ...data), null).kinds;
        expect(describeAd({ type: 0x16, data, offset: 0 }).kind).toBe(listed[0]);
      }),
    );
  });
});
