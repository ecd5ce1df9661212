import { fromHex, toHex } from '../../../src-shared/bytes/hex.js';
import type { Address } from '../../../src-shared/model/address.js';
import { invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { Bond, LocalIdentity } from '../api/key-store.js';

/** Bonds and identities as JSON: bytes in hex, in the order they go over the air. */
export type Json = Record<string, unknown>;

export type Read<T> = { value: T; ignored: string[] } | { why: string };

const METHODS: readonly unknown[] = ['just-works', 'passkey', 'numeric-comparison', 'oob'];
const BOND_FIELDS = new Set(
  (
    'id peer identity ltk ltkLocal irk csrk csrkLocal ediv rand edivLocal randLocal keySize authenticated secureConnections method name cccd ' +
    'signCounters created lastUsed'
  ).split(' '),
);
const IDENTITY_FIELDS = new Set(['irk', 'staticAddress']);
/** Of ids and names of adapters. */
const LONGEST_ID = 128;
/** Bytes of the longest Device Name, Core Vol 3 Part C 12.1. */
const LONGEST_NAME = 248;
const MOST_SUBSCRIPTIONS = 1_024;
/** The last moment a Date can hold. */
const END_OF_TIME = 8.64e15;

export function bondToJson(bond: Bond): Json {
  const { ltk, ltkLocal, irk, csrk, csrkLocal, rand, randLocal, ...plain } = bond;
  return { ...plain, ...hexOf({ ltk, ltkLocal, irk, csrk, csrkLocal, rand, randLocal }) };
}

export function identityToJson({ irk, staticAddress }: LocalIdentity): Json {
  return { ...hexOf({ irk }), staticAddress };
}

function hexOf(keys: Record<string, Uint8Array | undefined>): Json {
  return Object.fromEntries(Object.entries(keys).map(([name, bytes]) => [name, bytes && toHex(bytes)]));
}

/**
 * A bond from anything: parsed JSON, or an object of a program. The result shares nothing with it. Fields nobody knows are left out and
 * named in `ignored`; `why` names the first field that is wrong, never its value.
 */
export function readBond(from: unknown): Read<Bond> {
  return reading(from, BOND_FIELDS, (json) => {
    const ltk = key(json, 'ltk');
    const ltkLocal = key(json, 'ltkLocal');
    for (const [name, bytes] of Object.entries({ ltk, ltkLocal }))
      if (bytes?.every((byte) => byte === 0)) throw new Refusal(`${name} is all zeros`);
    const bond: Bond = {
      id: idOf(json.id, 'id'),
      peer: address(json.peer, 'peer'),
      identity: optional(json.identity, (value) => address(value, 'identity')),
      ltk,
      ltkLocal,
      irk: key(json, 'irk'),
      csrk: key(json, 'csrk'),
      csrkLocal: key(json, 'csrkLocal'),
      ediv: optional(json.ediv, (value) => integer(value, 'ediv', 0, 0xffff)),
      rand: optional(json.rand, (value) => bytesOf(value, 'rand', 8)),
      edivLocal: optional(json.edivLocal, (value) => integer(value, 'edivLocal', 0, 0xffff)),
      randLocal: optional(json.randLocal, (value) => bytesOf(value, 'randLocal', 8)),
      keySize: integer(json.keySize, 'keySize', 7, 16),
      authenticated: flag(json.authenticated, 'authenticated'),
      secureConnections: flag(json.secureConnections, 'secureConnections'),
      method: optional(json.method, methodOf),
      name: optional(json.name, nameOf),
      cccd: subscriptions(json.cccd),
      signCounters: counters(json.signCounters),
      created: moment(json.created, 'created'),
      lastUsed: moment(json.lastUsed, 'lastUsed'),
    };
    return withoutAbsent(bond);
  });
}

export function readIdentity(from: unknown): Read<LocalIdentity> {
  return reading(from, IDENTITY_FIELDS, (json) => {
    const irk = key(json, 'irk');
    if (!irk) throw new Refusal('irk is missing');
    const staticAddress = optional(json.staticAddress, (value) => macOf(value, 'staticAddress'));
    return withoutAbsent({ irk, staticAddress });
  });
}

/** A copy of a program's bond. Throws 'invalid-argument' that names the field which is wrong. */
export function checkedBond(bond: Bond): Bond {
  const read = readBond(bond);
  if ('why' in read) throw invalidArgument('save a bond', read.why);
  return read.value;
}

/** A copy of a program's identity. Throws 'invalid-argument' that names the field which is wrong. */
export function checkedIdentity(identity: LocalIdentity): LocalIdentity {
  const read = readIdentity(identity);
  if ('why' in read) throw invalidArgument('save an identity', read.why);
  return read.value;
}

/** An adapter's id as it was given. Throws 'invalid-argument'. */
export function checkedAdapterId(adapterId: string): string {
  if (!isId(adapterId)) throw invalidArgument('key store', `the adapter's id is not a text of 1 to ${LONGEST_ID}`);
  return adapterId;
}

/** Whether it can name a bond or an adapter. */
export function isId(value: unknown): value is string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return typeof value === 'string' && value.length <= LONGEST_ID && /^[^\x00-\x1f\x7f]+$/.test(value);
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Refusal extends Error {}

function reading<T>(from: unknown, fields: ReadonlySet<string>, read: (json: Json) => T): Read<T> {
  if (!isObject(from)) return { why: 'it is not an object' };
  try {
    return { value: read(from), ignored: Object.keys(from).filter((name) => !fields.has(name)) };
  } catch (error) {
    if (error instanceof Refusal) return { why: error.message };
    throw error;
  }
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

function key(json: Json, name: string): Uint8Array | undefined {
  return optional(json[name], (value) => bytesOf(value, name, 16));
}

function bytesOf(value: unknown, name: string, length: number): Uint8Array {
  const bytes =
    value instanceof Uint8Array ? Uint8Array.from(value) : typeof value === 'string' ? fromHex(value) : null;
  if (bytes?.length !== length) throw new Refusal(`${name} is not ${length} bytes in hex`);
  return bytes;
}

function idOf(value: unknown, name: string): string {
  if (!isId(value)) throw new Refusal(`${name} is not a text of 1 to ${LONGEST_ID} characters`);
  return value;
}

/** Clipped rather than refused: it is there for people alone. */
function nameOf(value: unknown): string {
  if (typeof value !== 'string') throw new Refusal('name is not a text');
  return value.slice(0, LONGEST_NAME);
}

function address(value: unknown, name: string): Address {
  if (!isObject(value)) throw new Refusal(`${name} is not an address with a type`);
  if (value.type !== 'public' && value.type !== 'random')
    throw new Refusal(`${name}.type is neither public nor random`);
  return { address: macOf(value.address, `${name}.address`), type: value.type };
}

function macOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value))
    throw new Refusal(`${name} is not an address like c2:00:00:00:00:01`);
  return value.toLowerCase();
}

function integer(value: unknown, name: string, low: number, high: number): number {
  if (!Number.isInteger(value) || (value as number) < low || (value as number) > high)
    throw new Refusal(`${name} is not a whole number from ${low} to ${high}`);
  return value as number;
}

function flag(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new Refusal(`${name} is neither true nor false`);
  return value;
}

function moment(value: unknown, name: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= END_OF_TIME))
    throw new Refusal(`${name} is not in milliseconds since 1970`);
  return value;
}

function methodOf(value: unknown): NonNullable<Bond['method']> {
  if (!METHODS.includes(value)) throw new Refusal(`method is none of ${METHODS.join(', ')}`);
  return value as NonNullable<Bond['method']>;
}

function subscriptions(value: unknown): Record<number, number> {
  if (!isObject(value)) throw new Refusal('cccd is not an object');
  const entries = Object.entries(value);
  if (entries.length > MOST_SUBSCRIPTIONS) throw new Refusal(`cccd has more than ${MOST_SUBSCRIPTIONS} entries`);
  return Object.fromEntries(
    entries.map(([handle, bits]) => {
      const number = /^[1-9]\d{0,4}$/.test(handle) ? Number(handle) : Number.NaN;
      return [integer(number, 'a handle in cccd', 1, 0xffff), integer(bits, 'a value in cccd', 0, 0xffff)];
    }),
  );
}

function counters(value: unknown): Bond['signCounters'] {
  if (!isObject(value)) throw new Refusal('signCounters is not an object');
  const one = (name: string) => integer(value[name], `signCounters.${name}`, 0, 0xffff_ffff);
  return { local: one('local'), remote: one('remote') };
}
