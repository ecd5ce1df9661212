import { toHex } from '../../../src-shared/bytes/hex.js';
import { type Address, addressKind } from '../../../src-shared/model/address.js';
import type { BondRef, BondRow, RevealedBond } from '../../../src-shared/model/pairing.js';
import type { Bond, Connection } from '../../ble/index.js';
import { KEY_NAMES, type KeptBond } from '../../keystore/key-store-state.js';

export interface BondFacts {
  /** Of the adapter in use. */
  adapterId: string | null;
  connections: readonly Pick<Connection, 'device' | 'encrypted' | 'bonded'>[];
  /** Bonds whose peer said that it has lost its key. */
  lost: ReadonlySet<string>;
  isVirtual(peer: Address): boolean;
  nameOf(peer: Address): string | null;
}

export const bondKey = ({ adapterId, id }: BondRef): string => `${adapterId}/${id}`;

/** Who a bond is with. */
export const identityOf = ({ identity, peer }: Pick<KeptBond, 'identity' | 'peer'>): Address => identity ?? peer;

export const isBondWith = (bond: Pick<KeptBond, 'identity' | 'peer'>, { address, type }: Address): boolean =>
  [bond.identity, bond.peer].some((known) => known?.address === address && known.type === type);

/** A bond as the table shows it. */
export function bondRow(bond: KeptBond, facts: BondFacts): BondRow {
  const { adapterId, id, peer, method = null, secureConnections, authenticated, keySize, keys } = bond;
  const identity = identityOf(bond);
  const isCurrent = adapterId === facts.adapterId;
  const link = facts.connections.find(({ device: { address, addressType: type } }) =>
    isBondWith(bond, { address, type }),
  );
  return {
    adapterId,
    id,
    address: identity.address,
    addressType: identity.type,
    addressKind: addressKind(identity),
    pairedAs: peer.address === identity.address ? null : peer.address,
    name: bond.name ?? facts.nameOf(identity),
    virtual: facts.isVirtual(identity),
    method,
    secureConnections,
    authenticated,
    keySize,
    keys,
    created: bond.created,
    lastUsed: bond.lastUsed,
    isCurrent,
    isInUse: isCurrent && link?.encrypted === true && link.bonded,
    isLostByPeer: facts.lost.has(bondKey(bond)),
  };
}

/** The keys themselves, most significant byte first as the specification prints them. */
export function revealed(adapterId: string, bond: Bond): RevealedBond {
  const keys = KEY_NAMES.flatMap((key) => {
    const value = bond[key];
    return value ? [{ key, hex: toHex(value.slice().reverse()) }] : [];
  });
  const { id, ediv = null, rand, secureConnections, signCounters } = bond;
  const isNamed = !secureConnections && rand !== undefined;
  return {
    adapterId,
    id,
    keys,
    ediv: secureConnections ? null : ediv,
    rand: isNamed ? toHex(rand.slice().reverse()) : null,
    signCounters: bond.csrk || bond.csrkLocal ? signCounters : null,
  };
}
