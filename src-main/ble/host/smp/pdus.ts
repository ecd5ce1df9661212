import { SMP, smpErrorName } from '../../../../src-shared/assigned-numbers/smp.js';
import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import { IO_CAPABILITIES } from '../../../../src-shared/model/association.js';
import { address, bytes, type Field, type Shape, u8, u16, type Values } from '../hci/fields.js';

/** A byte of which only 0 to `highest` has a meaning. */
const upTo = (highest: number, base: Field<number> = u8): Field<number> => ({
  ...base,
  read: (r, n) => {
    const value = base.read(r, n);
    if (value > highest) r.fail(n, `${value} is above ${highest}`);
    return value;
  },
});
const bits = (names: readonly string[]): Field<number> => ({
  ...u8,
  show: (v) => names.filter((_, bit) => v & (1 << bit)).join(' ') || 'none',
});
/** Key material, and what keys could be computed or guessed from: never shown. */
const secret = (length: number): Field<Uint8Array> => ({ ...bytes(length), show: () => 'not shown' });

const io: Field<number> = { ...upTo(4), show: (v) => IO_CAPABILITIES[v] ?? v };
const keys = bits(['enc', 'id', 'sign', 'link']);
/** 3.5.1, 3.5.2. The two bits of Bonding_Flags are one number, of which 1 is bonding. */
const features = {
  io,
  oob: upTo(1),
  authReq: bits(['bonding', 'reserved', 'mitm', 'sc', 'keypress', 'ct2']),
  maxKeySize: upTo(16),
  initiatorKeys: keys,
  responderKeys: keys,
} as const;

interface Declaration<S extends Shape = Shape> {
  code: number;
  name: string;
  shape: S;
}

const declare = <S extends Shape>(code: number, name: string, shape: S): Declaration<S> => ({ code, name, shape });

/** Every SMP command, Core Vol 3 Part H 3.5 and 3.6, with its fields in their order on air. */
export const PDUS = {
  'pairing-request': declare(SMP.pairingRequest, 'Pairing Request', features),
  'pairing-response': declare(SMP.pairingResponse, 'Pairing Response', features),
  'pairing-confirm': declare(SMP.pairingConfirm, 'Pairing Confirm', { value: secret(16) }),
  'pairing-random': declare(SMP.pairingRandom, 'Pairing Random', { value: secret(16) }),
  'pairing-failed': declare(SMP.pairingFailed, 'Pairing Failed', {
    reason: { ...u8, show: (v: number) => smpErrorName(v) },
  }),
  'encryption-information': declare(SMP.encryptionInformation, 'Encryption Information', { ltk: secret(16) }),
  'central-identification': declare(SMP.centralIdentification, 'Central Identification', {
    ediv: { ...u16, show: () => 'not shown' },
    rand: secret(8),
  }),
  'identity-information': declare(SMP.identityInformation, 'Identity Information', { irk: secret(16) }),
  'identity-address-information': declare(SMP.identityAddressInformation, 'Identity Address Information', {
    type: { ...upTo(1), show: (v: number) => (v === 0 ? 'public' : 'random') },
    address,
  }),
  'signing-information': declare(SMP.signingInformation, 'Signing Information', { csrk: secret(16) }),
  'security-request': declare(SMP.securityRequest, 'Security Request', { authReq: features.authReq }),
  'pairing-public-key': declare(SMP.pairingPublicKey, 'Pairing Public Key', { x: bytes(32), y: bytes(32) }),
  'pairing-dhkey-check': declare(SMP.pairingDhKeyCheck, 'Pairing DHKey Check', { value: secret(16) }),
  'pairing-keypress-notification': declare(SMP.pairingKeypressNotification, 'Pairing Keypress Notification', {
    type: { ...u8, show: (v: number) => KEYPRESSES[v] ?? v },
  }),
} as const;

const KEYPRESSES = ['entry started', 'digit entered', 'digit erased', 'cleared', 'entry completed'];

export type SmpPduName = keyof typeof PDUS;
export type SmpPdus = { [K in SmpPduName]: { readonly pdu: K } & Values<(typeof PDUS)[K]['shape']> };
/** A command with the values of its fields. Keys and random values are least significant byte first, as on air. */
export type SmpPdu = SmpPdus[SmpPduName];
/** A code of a later version of the specification. */
export interface UnknownPdu {
  readonly pdu: 'unknown';
  readonly code: number;
}

/** AuthReq, 3.5.1. */
export const AUTH = { bondingMask: 0x03, bonding: 0x01, mitm: 0x04, sc: 0x08, keypress: 0x10, ct2: 0x20 } as const;

const BY_CODE = new Map<number, SmpPduName>((Object.keys(PDUS) as SmpPduName[]).map((name) => [PDUS[name].code, name]));

export function encodePdu(pdu: SmpPdu): Uint8Array {
  const { code, shape }: Declaration = PDUS[pdu.pdu];
  const values = pdu as unknown as Record<string, unknown>;
  const writer = new ByteWriter(65).u8(code);
  for (const [name, field] of Object.entries(shape)) field.write(writer, values[name]);
  return writer.finish();
}

/** Throws PacketError for a length that is not the command's own, and for values outside their range. */
export function decodePdu(data: Uint8Array): SmpPdu | UnknownPdu {
  const reader = new ByteReader(data, 'smp');
  const code = reader.u8('code');
  const pdu = BY_CODE.get(code);
  if (!pdu) return { pdu: 'unknown', code };
  const values: Record<string, unknown> = { pdu };
  const { shape }: Declaration = PDUS[pdu];
  for (const [name, field] of Object.entries(shape)) values[name] = field.read(reader, name);
  reader.end();
  return values as unknown as SmpPdu;
}

/** Name and fields for people; secret fields are named and not shown. */
export function describePdu(pdu: SmpPdu | UnknownPdu): {
  name: string;
  fields: Record<string, string | number | boolean>;
} {
  if (pdu.pdu === 'unknown') return { name: `SMP ${hexNumber(pdu.code, 2)}`, fields: {} };
  const { name, shape }: Declaration = PDUS[pdu.pdu];
  const values = pdu as unknown as Record<string, unknown>;
  const fields: Record<string, string | number | boolean> = {};
  for (const [field, { show }] of Object.entries(shape)) fields[field] = show(values[field]);
  return { name, fields };
}
