import { type Address, addressToBytes } from '../../../../src-shared/model/address.js';
import { c1, s1 } from '../../crypto/legacy.js';
import type { PublicKey } from '../../crypto/p256.js';
import { f4, f5, f6, g2 } from '../../crypto/secure-connections.js';

/*
 * The toolbox as the pairing uses it: every value as it goes on air, least significant byte first. Core Vol 3 Part H 2.2 writes them
 * the other way round.
 */

export const swap = (bytes: Uint8Array) => bytes.slice().reverse();
const typeOf = (address: Address) => (address.type === 'random' ? 1 : 0);
const mostFirst = (address: Address) => swap(addressToBytes(address.address));

/** The two devices by the addresses they had when the link was made. */
export interface Ends {
  initiator: Address;
  responder: Address;
}

/** Pairing Confirm of LE legacy pairing: preq and pres are the whole Pairing Request and Response. */
export function legacyConfirm(
  tk: Uint8Array,
  rand: Uint8Array,
  preq: Uint8Array,
  pres: Uint8Array,
  ends: Ends,
): Uint8Array {
  const addresses = {
    initiatorType: typeOf(ends.initiator),
    initiator: mostFirst(ends.initiator),
    responderType: typeOf(ends.responder),
    responder: mostFirst(ends.responder),
  } as const;
  return swap(c1(swap(tk), swap(rand), swap(preq), swap(pres), addresses));
}

export function shortTermKey(tk: Uint8Array, responderRand: Uint8Array, initiatorRand: Uint8Array): Uint8Array {
  return swap(s1(swap(tk), swap(responderRand), swap(initiatorRand)));
}

/** Pairing Confirm of LE Secure Connections: of the X of the sender's public key, the other one's, and the sender's nonce. */
export function secureConfirm(ownX: Uint8Array, otherX: Uint8Array, nonce: Uint8Array, z = 0): Uint8Array {
  return swap(f4(swap(ownX), swap(otherX), swap(nonce), z));
}

export interface Nonces {
  initiator: Uint8Array;
  responder: Uint8Array;
}

export function secureKeys(dhKey: Uint8Array, nonces: Nonces, ends: Ends): { macKey: Uint8Array; ltk: Uint8Array } {
  const { macKey, ltk } = f5(
    dhKey,
    swap(nonces.initiator),
    swap(nonces.responder),
    a7(ends.initiator),
    a7(ends.responder),
  );
  return { macKey: swap(macKey), ltk: swap(ltk) };
}

/** DHKey Check of the initiator (Ea) or the responder (Eb). ioCap is what the sender said of itself: IO capability, OOB flag, AuthReq. */
export function dhKeyCheck(
  macKey: Uint8Array,
  from: keyof Ends,
  nonces: Nonces,
  ends: Ends,
  r: Uint8Array,
  ioCap: Uint8Array,
): Uint8Array {
  const to = from === 'initiator' ? 'responder' : 'initiator';
  const [n1, n2] = [swap(nonces[from]), swap(nonces[to])];
  return swap(f6(swap(macKey), { n1, n2, r: swap(r), ioCap: swap(ioCap), a1: a7(ends[from]), a2: a7(ends[to]) }));
}

/** The six digits to compare. */
export function comparisonValue(initiatorX: Uint8Array, responderX: Uint8Array, nonces: Nonces): number {
  return g2(swap(initiatorX), swap(responderX), swap(nonces.initiator), swap(nonces.responder)) % 1_000_000;
}

/** A public key the way it comes, to the way curves are written. */
export function pointOf({ x, y }: { x: Uint8Array; y: Uint8Array }): PublicKey {
  return { x: swap(x), y: swap(y) };
}

/** A passkey as Temporary Key or as ra and rb: the number in 128 bits. */
export function passkeyBytes(passkey: number): Uint8Array {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, passkey, true);
  return bytes;
}

/** A key of fewer bytes: the most significant ones are zero, Core Vol 3 Part H 2.3.4. */
export function shortenKey(key: Uint8Array, size: number): Uint8Array {
  return key.map((byte, i) => (i < size ? byte : 0));
}

function a7(address: Address): Uint8Array {
  return Uint8Array.of(typeOf(address), ...mostFirst(address));
}
