import type { Bond, LocalIdentity } from '../api/key-store.js';
import {
  bondToJson,
  identityToJson,
  isId,
  isObject,
  type Json,
  type Read,
  readBond,
  readIdentity,
} from './bond-json.js';
import { type KeyErrorName, keyError } from './key-error.js';

/** All that a store holds: by adapter, its own identity and the bonds by their ids. */
export type KeyDocument = ReadonlyMap<string, AdapterKeys>;

export interface AdapterKeys {
  identity: LocalIdentity | null;
  bonds: ReadonlyMap<string, Bond>;
}

/** What was left out, and why. Neither holds key bytes. */
export interface Refused {
  what: string;
  why: string;
}

export interface DecodedDocument {
  document: KeyDocument;
  refused: Refused[];
}

/** From the version it is called by to the next. */
export type Migrations = Readonly<Record<number, (document: Json) => Json>>;

export const DOCUMENT_FORMAT = 'ble-workbench-bonds';
export const DOCUMENT_VERSION = 1;
export const MOST_ADAPTERS = 64;
export const MOST_BONDS = 512;
/** Of a document as text, in UTF-16 units; more than the limits above ever need in practice. */
export const LONGEST_DOCUMENT = 32 * 1024 * 1024;

/** None yet: version 1 is the first. */
const MIGRATIONS: Migrations = {};

/** What a key file seals, and what an export is: every key in plain hex. `more` are further fields at the top. */
export function encodeDocument(document: KeyDocument, more: Json = {}, indent?: number): string {
  const adapters = [...document].map(([adapter, { identity, bonds }]) => ({
    adapter,
    identity: identity ? identityToJson(identity) : undefined,
    bonds: [...bonds.values()].map(bondToJson),
  }));
  return JSON.stringify({ format: DOCUMENT_FORMAT, version: DOCUMENT_VERSION, ...more, adapters }, null, indent);
}

/**
 * Reads a document of this version or an older one; parts that are wrong are left out and named. Throws 'keystore/newer-version', and
 * `otherwise` for what is no document at all.
 */
export function decodeDocument(
  text: string,
  otherwise: KeyErrorName = 'damaged',
  migrations: Migrations = MIGRATIONS,
): DecodedDocument {
  const operation = otherwise === 'damaged' ? 'open the key file' : 'import bonds';
  const bad = (message: string) => keyError(otherwise, { operation, message });
  if (text.length > LONGEST_DOCUMENT) throw bad('It is longer than bonds can be.');
  let json = parse(text);
  if (!isObject(json) || json.format !== DOCUMENT_FORMAT) throw bad('It is not a JSON document of bonds.');
  const { version } = json;
  if (!Number.isInteger(version) || (version as number) < 0) throw bad('Its version is not a number.');
  if ((version as number) > DOCUMENT_VERSION) {
    throw keyError('newer-version', {
      operation,
      message: `It was written by a later version of the program: format ${version}, and this one knows ${DOCUMENT_VERSION}.`,
      fix: 'Use the later version.',
    });
  }
  for (let from = version as number; from < DOCUMENT_VERSION; from += 1) {
    const migrate = migrations[from];
    if (!migrate) throw bad(`Nothing reads format ${from}.`);
    json = migrate(json as Json);
  }
  const { adapters } = json as Json;
  if (!Array.isArray(adapters)) throw bad('It lists no adapters.');
  return readAdapters(adapters);
}

/** undefined: not JSON. The error of JSON.parse quotes the text, keys and all, and goes nowhere. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readAdapters(list: readonly unknown[]): DecodedDocument {
  const document = new Map<string, AdapterKeys>();
  const refused: Refused[] = [];
  for (const [index, entry] of list.entries()) {
    const what = `adapter ${index + 1}`;
    const why = whyNotAdapter(entry, document);
    if (why === null) readAdapter(entry as Json, document, refused);
    else refused.push({ what, why });
  }
  return { document, refused };
}

function whyNotAdapter(entry: unknown, before: KeyDocument): string | null {
  if (!isObject(entry) || !isId(entry.adapter)) return 'it has no id';
  if (before.has(entry.adapter)) return 'it is listed twice';
  if (before.size >= MOST_ADAPTERS) return `there are more than ${MOST_ADAPTERS}`;
  return Array.isArray(entry.bonds) ? null : 'it has no list of bonds';
}

function readAdapter(entry: Json, document: Map<string, AdapterKeys>, refused: Refused[]): void {
  const adapter = entry.adapter as string;
  const take = <T>(what: string, read: Read<T>): T | null => {
    if ('why' in read) {
      refused.push({ what, why: read.why });
      return null;
    }
    for (const name of read.ignored)
      refused.push({ what: `${what}, field ${JSON.stringify(name.slice(0, 32))}`, why: 'it is not known' });
    return read.value;
  };
  const identity =
    entry.identity === undefined || entry.identity === null
      ? null
      : take(`adapter ${adapter}, identity`, readIdentity(entry.identity));
  const bonds = new Map<string, Bond>();
  for (const [index, from] of (entry.bonds as unknown[]).entries()) {
    const what = `adapter ${adapter}, bond ${index + 1}`;
    if (bonds.size >= MOST_BONDS) {
      refused.push({ what: `${what} and those after it`, why: `there are more than ${MOST_BONDS}` });
      break;
    }
    const bond = take(what, readBond(from));
    if (!bond) continue;
    if (bonds.has(bond.id)) refused.push({ what, why: 'its id is listed twice' });
    else bonds.set(bond.id, bond);
  }
  document.set(adapter, { identity, bonds });
}
