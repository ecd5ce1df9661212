import fc from 'fast-check';
import { fromHex } from '../../../../../src-shared/bytes/hex.js';
import { addressFromBytes } from '../../../../../src-shared/model/address.js';
import { encodePdu, PDUS, type SmpPdu, type SmpPduName } from '../pdus.js';
import { GOLDEN_LEGACY, GOLDEN_SECURE } from './golden.js';

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

/** Every command of the golden pairings, as on air. */
const GOLDEN = [...GOLDEN_SECURE, ...GOLDEN_LEGACY].map((line) => fromHex(line.slice(2)) as Uint8Array);

/** A command's code and length with any bytes in it. */
const anyContents = fc
  .constantFrom(...GOLDEN)
  .chain((golden) => bytes(golden.length - 1).map((rest) => Uint8Array.of(golden[0] as number, ...rest)));
const cut = (whole: fc.Arbitrary<Uint8Array>) =>
  whole.chain((frame) => fc.nat(frame.length).map((length) => frame.slice(0, length)));
const lengthened = fc
  .tuple(anyPdu, fc.uint8Array({ minLength: 1, maxLength: 70 }))
  .map(([pdu, more]) => Uint8Array.of(...encodePdu(pdu), ...more));

/** Frames as they may come over the air: commands in any order, cut and too long, of any contents, of codes that nobody knows, empty. */
export const anyFrame: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: anyPdu.map(encodePdu) },
  { weight: 3, arbitrary: fc.constantFrom(...GOLDEN) },
  { weight: 2, arbitrary: anyContents },
  { weight: 2, arbitrary: cut(fc.constantFrom(...GOLDEN)) },
  { weight: 1, arbitrary: cut(anyPdu.map(encodePdu)) },
  { weight: 1, arbitrary: lengthened },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 70 }) },
);
