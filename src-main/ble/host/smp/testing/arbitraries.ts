import fc from 'fast-check';
import { addressFromBytes } from '../../../../../src-shared/model/address.js';
import { PDUS, type SmpPdu, type SmpPduName } from '../pdus.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const byte = fc.integer({ min: 0, max: 255 });
const pairing = {
  io: fc.integer({ min: 0, max: 4 }),
  oob: fc.integer({ min: 0, max: 1 }),
  authReq: byte,
  maxKeySize: fc.oneof(
    { weight: 4, arbitrary: fc.constant(16) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 16 }) },
  ),
  initiatorKeys: byte,
  responderKeys: byte,
};
const value = { value: bytes(16) };

const FIELDS: Record<SmpPduName, Record<string, fc.Arbitrary<unknown>>> = {
  'pairing-request': pairing,
  'pairing-response': pairing,
  'pairing-confirm': value,
  'pairing-random': value,
  'pairing-failed': { reason: byte },
  'encryption-information': { ltk: bytes(16) },
  'central-identification': { ediv: fc.integer({ min: 0, max: 0xffff }), rand: bytes(8) },
  'identity-information': { irk: bytes(16) },
  'identity-address-information': {
    type: fc.integer({ min: 0, max: 1 }),
    address: bytes(6).map((b) => addressFromBytes(b)),
  },
  'signing-information': { csrk: bytes(16) },
  'security-request': { authReq: byte },
  'pairing-public-key': { x: bytes(32), y: bytes(32) },
  'pairing-dhkey-check': value,
  'pairing-keypress-notification': { type: byte },
};

export const anyPduOf = (name: SmpPduName): fc.Arbitrary<SmpPdu> =>
  fc.record({ pdu: fc.constant(name), ...FIELDS[name] }) as unknown as fc.Arbitrary<SmpPdu>;

/** Any command with values in range. */
export const anyPdu: fc.Arbitrary<SmpPdu> = fc.oneof(...(Object.keys(PDUS) as SmpPduName[]).map(anyPduOf));
