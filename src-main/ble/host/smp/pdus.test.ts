import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { decodePdu, describePdu, encodePdu, PDUS, type SmpPdu, type SmpPduName } from './pdus.js';
import { anyPdu, anyPduOf } from './testing/arbitraries.js';

const NAMES = Object.keys(PDUS) as SmpPduName[];
/** Code and parameters, Core Vol 3 Part H 3.5 and 3.6. */
const LENGTHS: Record<SmpPduName, number> = {
  'pairing-request': 7,
  'pairing-response': 7,
  'pairing-confirm': 17,
  'pairing-random': 17,
  'pairing-failed': 2,
  'encryption-information': 17,
  'central-identification': 11,
  'identity-information': 17,
  'identity-address-information': 8,
  'signing-information': 17,
  'security-request': 2,
  'pairing-public-key': 65,
  'pairing-dhkey-check': 17,
  'pairing-keypress-notification': 2,
};

describe('SMP commands, Core Vol 3 Part H 3.3', () => {
  it('decode(encode(x)) is x for every command', () => {
    fc.assert(
      fc.property(anyPdu, (pdu) => {
        expect(decodePdu(encodePdu(pdu))).toEqual(pdu);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(NAMES)('%s: its one length, and every other is a PacketError', (name) => {
    const [pdu] = fc.sample(anyPduOf(name), { numRuns: 1, seed: 1 }) as [SmpPdu];
    const whole = encodePdu(pdu);
    expect(whole).toHaveLength(LENGTHS[name]);
    for (let length = 1; length < whole.length; length += 1)
      expect(() => decodePdu(whole.subarray(0, length))).toThrow(PacketError);
    expect(() => decodePdu(Uint8Array.of(...whole, 0))).toThrow(PacketError);
  });

  it('an empty frame is a PacketError; a code of the future is unknown, whatever its length', () => {
    expect(() => decodePdu(new Uint8Array(0))).toThrow(PacketError);
    for (const code of [0x00, 0x0f, 0x80, 0xff])
      expect(decodePdu(Uint8Array.of(code, 1, 2))).toEqual({ pdu: 'unknown', code });
  });

  it('values outside their range are PacketErrors', () => {
    const bad = [
      [0x01, 5, 0, 1, 16, 0, 0],
      [0x01, 0, 2, 1, 16, 0, 0],
      [0x02, 0, 0, 1, 17, 0, 0],
      [0x09, 2, 1, 2, 3, 4, 5, 6],
    ];
    for (const bytes of bad) expect(() => decodePdu(Uint8Array.from(bytes))).toThrow(PacketError);
  });

  it('golden: Pairing Request of a keyboard and display with everything', () => {
    const bytes = Uint8Array.of(0x01, 4, 0, 0x0d, 16, 0x07, 0x07);
    expect(decodePdu(bytes)).toEqual({
      pdu: 'pairing-request',
      io: 4,
      oob: 0,
      authReq: 0x0d,
      maxKeySize: 16,
      initiatorKeys: 7,
      responderKeys: 7,
    });
    expect(describePdu(decodePdu(bytes))).toEqual({
      name: 'Pairing Request',
      fields: {
        io: 'keyboard-display',
        oob: 0,
        authReq: 'bonding mitm sc',
        maxKeySize: 16,
        initiatorKeys: 'enc id sign',
        responderKeys: 'enc id sign',
      },
    });
  });

  it('key leakage: no description holds a byte of what keys are made of', () => {
    const key = Uint8Array.from({ length: 16 }, () => 0xa7);
    const secrets: SmpPdu[] = [
      { pdu: 'pairing-confirm', value: key },
      { pdu: 'pairing-random', value: key },
      { pdu: 'encryption-information', ltk: key },
      { pdu: 'central-identification', ediv: 0xa7a7, rand: key.slice(8) },
      { pdu: 'identity-information', irk: key },
      { pdu: 'signing-information', csrk: key },
      { pdu: 'pairing-dhkey-check', value: key },
    ];
    for (const pdu of secrets) expect(JSON.stringify(describePdu(pdu))).not.toMatch(/a7|167|42919/);
  });
});
