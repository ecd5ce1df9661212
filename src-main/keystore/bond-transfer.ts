import { isDeepStrictEqual } from 'node:util';
import type { Address, Bond } from '../ble/index.js';
import { decodeDocument, encodeDocument, type Refused } from '../ble/keys/key-document.js';
import type { KeyTable } from '../ble/keys/key-table.js';

export interface ExportOptions {
  /** Absent = all adapters. */
  adapterId?: string;
  /** Bonds by their ids; absent = all, and the adapters' own identities with them. */
  ids?: readonly string[];
}

export interface ImportOptions {
  /** Replace bonds with peers that have one already, and identities that are there. */
  overwrite: boolean;
  /** Replace also where the new bond is weaker; the user's word. Default false. */
  allowWeaker?: boolean;
}

export interface ImportResult {
  added: number;
  replaced: number;
  /** There already, as they are. */
  unchanged: number;
  /** What was not taken, and why; without key bytes. */
  refused: Refused[];
}

type Put = 'added' | 'replaced' | 'unchanged' | { why: string };

/** JSON with every key in plain hex. Whoever gets it can read and imitate the peers: the user is warned first. */
export function exportBonds(table: KeyTable, { adapterId, ids }: ExportOptions, now: number): string {
  const chosen = [...table.document]
    .filter(([id]) => adapterId === undefined || id === adapterId)
    .map(([id, { identity, bonds }]) => {
      const wanted = new Map([...bonds].filter(([bondId]) => ids === undefined || ids.includes(bondId)));
      return [id, { identity: ids === undefined ? identity : null, bonds: wanted }] as const;
    });
  return `${encodeDocument(new Map(chosen), { exported: new Date(now).toISOString() }, 2)}\n`;
}

/** Takes an export into the table, as far as it may. Throws 'keystore/not-an-export', 'keystore/newer-version'. */
export function importBonds(table: KeyTable, text: string, options: ImportOptions): ImportResult {
  const { document, refused } = decodeDocument(text, 'not-an-export');
  const result: ImportResult = { added: 0, replaced: 0, unchanged: 0, refused };
  for (const [adapterId, { identity, bonds }] of document) {
    for (const bond of bonds.values()) {
      const put = putBond(table, adapterId, bond, { ...options, isFull: !table.hasRoom(adapterId) });
      if (typeof put === 'string') result[put] += 1;
      else refused.push({ what: `the bond with ${nameOf(bond)} of the adapter ${adapterId}`, why: put.why });
    }
    if (!identity) continue;
    const there = table.identity(adapterId);
    if (there ? options.overwrite : table.hasRoom(adapterId)) table.saveIdentity(adapterId, identity);
    else if (!isDeepStrictEqual(there, identity))
      refused.push({ what: `the identity of the adapter ${adapterId}`, why: there ? 'it has one already' : FULL });
  }
  return result;
}

/** Adds bonds that were made while their file was locked. Resolves with those that were not taken: the file has stronger ones. */
export function mergeBonds(into: KeyTable, from: KeyTable): Refused[] {
  const refused: Refused[] = [];
  for (const [adapterId, { identity, bonds }] of from.document) {
    for (const bond of bonds.values()) {
      const put = putBond(into, adapterId, bond, { overwrite: true, isFull: false });
      if (typeof put !== 'string') refused.push({ what: nameOf(bond), why: put.why });
    }
    if (identity && !into.identity(adapterId)) into.saveIdentity(adapterId, identity);
  }
  return refused;
}

const FULL = 'there is no room for it without dropping another';

function putBond(
  table: KeyTable,
  adapterId: string,
  bond: Bond,
  { overwrite, allowWeaker, isFull }: ImportOptions & { isFull: boolean },
): Put {
  const before = table.bonds(adapterId).filter((other) => other.id === bond.id || isSamePeer(other, bond));
  if (before.length === 0) {
    if (isFull) return { why: FULL };
    table.save(adapterId, bond);
    return 'added';
  }
  if (before.some((other) => isDeepStrictEqual(other, bond))) return 'unchanged';
  if (before.some((other) => !isSamePeer(other, bond))) return { why: 'its id is that of a bond with another peer' };
  if (!overwrite) return { why: 'there is a bond with this peer' };
  const lost = allowWeaker ? [] : before.flatMap((other) => whatIsLost(other, bond));
  if (lost.length > 0) return { why: `it is weaker than the bond there is: ${[...new Set(lost)].join(', ')}` };
  for (const { id } of before) table.remove(adapterId, id);
  table.save(adapterId, bond);
  return 'replaced';
}

function whatIsLost(before: Bond, after: Bond): string[] {
  const lost: string[] = [];
  if (before.authenticated && !after.authenticated) lost.push('not authenticated');
  if (before.secureConnections && !after.secureConnections) lost.push('made without Secure Connections');
  if (before.keySize > after.keySize) lost.push(`a key of ${after.keySize} bytes`);
  return lost;
}

function isSamePeer(a: Bond, b: Bond): boolean {
  const [one, other] = [identityOf(a), identityOf(b)];
  return one.address === other.address && one.type === other.type;
}

function identityOf({ identity, peer }: Bond): Address {
  return identity ?? peer;
}

function nameOf(bond: Bond): string {
  const { address } = identityOf(bond);
  return bond.name ? `${bond.name} (${address})` : address;
}
