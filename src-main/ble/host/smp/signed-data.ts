import { SIGNATURE_LENGTH } from '../../../../src-shared/assigned-numbers/att.js';
import { cmac } from '../../crypto/cmac.js';
import { equalSecret } from '../../crypto/equal-secret.js';
import { swap } from './toolbox.js';

const COUNTER_LENGTH = 4;

/** What follows a Signed Write Command's value, Core Vol 3 Part H 2.4.5: `csrk` least significant byte first, counter 0 to 2^32 - 1. */
export function signatureOf(csrk: Uint8Array, pdu: Uint8Array, counter: number): Uint8Array {
  const message = new Uint8Array(pdu.length + COUNTER_LENGTH);
  message.set(pdu);
  new DataView(message.buffer).setUint32(pdu.length, counter, true);
  const mac = swap(cmac(swap(csrk), swap(message)));
  const signature = new Uint8Array(SIGNATURE_LENGTH);
  signature.set(message.subarray(pdu.length));
  signature.set(mac.subarray(8), COUNTER_LENGTH);
  return signature;
}

/** The counter of a signed PDU whose signature is right; null when it is wrong or missing. */
export function verifiedCounter(csrk: Uint8Array, signed: Uint8Array): number | null {
  const length = signed.length - SIGNATURE_LENGTH;
  if (length < 0) return null;
  const signature = signed.subarray(length);
  const counter = new DataView(signature.buffer, signature.byteOffset).getUint32(0, true);
  return equalSecret(signature, signatureOf(csrk, signed.subarray(0, length), counter)) ? counter : null;
}
