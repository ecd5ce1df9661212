import { create } from 'zustand';
import type {
  BondRef,
  BondRow,
  PairingAttemptState,
  PairingState,
  RevealedBond,
} from '../../../src-shared/model/pairing.js';

export type PairingDialog =
  | { kind: 'export' }
  | { kind: 'import' }
  | { kind: 'unlock' }
  | { kind: 'set-passphrase' }
  | { kind: 'change-passphrase' }
  | { kind: 'start-over' }
  | { kind: 'forget'; bond: BondRow }
  | { kind: 'reveal'; bond: BondRow };

/** Who the lower half of the panel is about: a link of the explorer, or a central that came to us, by its attempt. */
export type PairSubject = { link: number } | { attempt: number };

interface KeysState {
  /** null until the main process has told. */
  pairing: PairingState | null;
  bonds: readonly BondRow[];
  /** Bonds of the adapter in use, or of all. */
  scope: 'current' | 'all';
  sort: { column: string; descending: boolean };
  /** adapterId/id */
  selected: string | null;
  subject: PairSubject | null;
  dialog: PairingDialog | null;
  /** What the reveal dialog shows; let go of when it closes. */
  revealed: RevealedBond | null;
  policyOpen: boolean;
}

export const useKeys = create<KeysState>(() => ({
  pairing: null,
  bonds: [],
  scope: 'current',
  sort: { column: 'used', descending: true },
  selected: null,
  subject: null,
  dialog: null,
  revealed: null,
  policyOpen: false,
}));

export const bondKey = ({ adapterId, id }: BondRef): string => `${adapterId}/${id}`;

export function openDialog(dialog: PairingDialog): void {
  useKeys.setState({ dialog, revealed: null });
}

export function closeDialog(): void {
  useKeys.setState({ dialog: null, revealed: null });
}

const VALUE_OF: Record<string, (bond: BondRow) => string | number> = {
  peer: (bond) => (bond.name ?? bond.address).toLowerCase(),
  identity: (bond) => bond.address,
  method: (bond) => bond.method ?? '',
  kind: (bond) => Number(bond.secureConnections),
  protection: (bond) => (bond.isLostByPeer ? 0 : bond.authenticated ? 2 : 1),
  size: (bond) => bond.keySize,
  keys: (bond) => bond.keys.length,
  used: (bond) => (bond.isInUse ? Number.MAX_SAFE_INTEGER : bond.lastUsed),
};

/** The bonds as the table lists them. */
export function listedBonds({ bonds, scope, sort }: Pick<KeysState, 'bonds' | 'scope' | 'sort'>): BondRow[] {
  const value = VALUE_OF[sort.column] ?? VALUE_OF.used;
  const rows = bonds.filter((bond) => scope === 'all' || bond.isCurrent);
  const sign = sort.descending ? -1 : 1;
  return rows.sort((a, b) => {
    const [x, y] = [value?.(a) ?? 0, value?.(b) ?? 0];
    return x < y ? -sign : x > y ? sign : bondKey(a).localeCompare(bondKey(b));
  });
}

/** The newest pairing with the device of a link, or the one that is itself the subject. */
export function attemptOf(
  attempts: readonly PairingAttemptState[],
  subject: PairSubject | null,
  address: string | null,
): PairingAttemptState | null {
  if (subject === null) return null;
  if ('attempt' in subject) return attempts.find(({ id }) => id === subject.attempt) ?? null;
  return attempts.findLast(({ link, peer }) => link === subject.link || peer.address === address) ?? null;
}
