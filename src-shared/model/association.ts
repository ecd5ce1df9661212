/** What a device can show and take in, Core Vol 3 Part H 2.3.2. */
export type IoCapability =
  | 'display-only'
  | 'display-yes-no'
  | 'keyboard-only'
  | 'no-input-no-output'
  | 'keyboard-display';

/** In the order of their numbers on air, Core Vol 3 Part H 3.5.1. */
export const IO_CAPABILITIES: readonly IoCapability[] = [
  'display-only',
  'display-yes-no',
  'keyboard-only',
  'no-input-no-output',
  'keyboard-display',
];

/** Association model, Core Vol 3 Part H 2.3.5.1. */
export type PairingMethod = 'just-works' | 'passkey' | 'numeric-comparison' | 'oob';

/** What one side brings to a pairing. */
export interface AssociationSide {
  io: IoCapability;
  mitm: boolean;
  /** It holds out of band data of the other side. */
  oob: boolean;
  secureConnections: boolean;
}

/** What the user of one side does in a pairing. */
export type AssociationPart = 'none' | 'displays' | 'inputs' | 'compares';

export interface Association {
  method: PairingMethod;
  /** Both sides can do LE Secure Connections; otherwise it is LE legacy pairing. */
  secureConnections: boolean;
  /** The key that comes of it keeps a man in the middle out. */
  authenticated: boolean;
  initiator: AssociationPart;
  responder: AssociationPart;
}

type Cell = 'JW' | 'NC' | 'I>R' | 'R>I' | 'I+R';

/**
 * Table 2.8 of Core Vol 3 Part H 2.3.5.1: a row a responder, a column an initiator, both in the order of IO_CAPABILITIES.
 * I>R: the initiator displays and the responder inputs. I+R: both input.
 */
const LEGACY: readonly (readonly Cell[])[] = [
  ['JW', 'JW', 'R>I', 'JW', 'R>I'],
  ['JW', 'JW', 'R>I', 'JW', 'R>I'],
  ['I>R', 'I>R', 'I+R', 'JW', 'I>R'],
  ['JW', 'JW', 'JW', 'JW', 'JW'],
  ['I>R', 'I>R', 'R>I', 'JW', 'I>R'],
];

const SECURE_CONNECTIONS: readonly (readonly Cell[])[] = [
  ['JW', 'JW', 'R>I', 'JW', 'R>I'],
  ['JW', 'NC', 'R>I', 'JW', 'NC'],
  ['I>R', 'I>R', 'I+R', 'JW', 'I>R'],
  ['JW', 'JW', 'JW', 'JW', 'JW'],
  ['I>R', 'NC', 'R>I', 'JW', 'NC'],
];

const PARTS: Record<Cell, readonly [PairingMethod, initiator: AssociationPart, responder: AssociationPart]> = {
  JW: ['just-works', 'none', 'none'],
  NC: ['numeric-comparison', 'compares', 'compares'],
  'I>R': ['passkey', 'displays', 'inputs'],
  'R>I': ['passkey', 'inputs', 'displays'],
  'I+R': ['passkey', 'inputs', 'inputs'],
};

/** How two devices pair, Core Vol 3 Part H 2.3.5.1: tables 2.6 (Secure Connections), 2.7 (legacy) and 2.8. */
export function association(initiator: AssociationSide, responder: AssociationSide): Association {
  const secureConnections = initiator.secureConnections && responder.secureConnections;
  // One side's data are enough with Secure Connections; legacy needs the same Temporary Key on both.
  const isOob = secureConnections ? initiator.oob || responder.oob : initiator.oob && responder.oob;
  if (isOob) return { method: 'oob', secureConnections, authenticated: true, initiator: 'none', responder: 'none' };
  const [method, first, second] = PARTS[initiator.mitm || responder.mitm ? cell(initiator, responder) : 'JW'];
  return { method, secureConnections, authenticated: method !== 'just-works', initiator: first, responder: second };
}

function cell(initiator: AssociationSide, responder: AssociationSide): Cell {
  const table = initiator.secureConnections && responder.secureConnections ? SECURE_CONNECTIONS : LEGACY;
  return table[IO_CAPABILITIES.indexOf(responder.io)]?.[IO_CAPABILITIES.indexOf(initiator.io)] ?? 'JW';
}
