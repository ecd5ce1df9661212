/** Fixed channels of LE links, Core Vol 3 Part A 2.1. */
export const CID = { att: 0x0004, signalling: 0x0005, smp: 0x0006 } as const;

/**
 * The answer to a frame on a fixed channel that no service of this host takes yet, so that a peer never waits for its time-out:
 * Pairing Failed "Pairing Not Supported" (Vol 3 Part H 3.5.5). null where the specification asks for silence.
 */
export function refusal(cid: number, payload: Uint8Array): Uint8Array | null {
  const isPairing = cid === CID.smp && (payload[0] === SMP_PAIRING_REQUEST || payload[0] === SMP_SECURITY_REQUEST);
  return isPairing ? Uint8Array.of(SMP_PAIRING_FAILED, 0x05) : null;
}

const SMP_PAIRING_REQUEST = 0x01;
const SMP_PAIRING_FAILED = 0x05;
const SMP_SECURITY_REQUEST = 0x0b;
