/** Fixed channels of LE links, Core Vol 3 Part A 2.1. */
export const CID = { att: 0x0004, signalling: 0x0005, smp: 0x0006 } as const;

/**
 * The answer to a frame on a fixed channel that no service of this host takes yet, so that a peer never waits for its time-out:
 * ATT Error Response "Request Not Supported" (Vol 3 Part F 3.4.1.1), Command Reject "not understood" (Vol 3 Part A 4.1),
 * Pairing Failed "Pairing Not Supported" (Vol 3 Part H 3.5.5). null where the specification asks for silence.
 */
export function refusal(cid: number, payload: Uint8Array): Uint8Array | null {
  const code = payload[0];
  if (code === undefined) return null;
  if (cid === CID.att) return refuseAtt(code);
  if (cid === CID.signalling) return refuseSignalling(payload);
  if (cid === CID.smp)
    return code === SMP_PAIRING_REQUEST || code === SMP_SECURITY_REQUEST
      ? Uint8Array.of(SMP_PAIRING_FAILED, 0x05)
      : null;
  return null;
}

const SMP_PAIRING_REQUEST = 0x01;
const SMP_PAIRING_FAILED = 0x05;
const SMP_SECURITY_REQUEST = 0x0b;

/** Requests have even opcodes without the command flag, bit 6. */
function refuseAtt(opcode: number): Uint8Array | null {
  const isRequest = (opcode & 0x41) === 0 && opcode !== 0x1e;
  return isRequest ? Uint8Array.of(0x01, opcode, 0, 0, 0x06) : null;
}

/** Command Reject and the responses of Vol 3 Part A 4, none of which is answered. */
const SIGNALLING_RESPONSES = new Set([0x01, 0x03, 0x05, 0x07, 0x09, 0x0b, 0x13, 0x15, 0x18, 0x1a]);

function refuseSignalling(payload: Uint8Array): Uint8Array | null {
  const [code = 0, identifier = 0] = payload;
  if (payload.length < 4 || identifier === 0 || SIGNALLING_RESPONSES.has(code)) return null;
  return Uint8Array.of(0x01, identifier, 2, 0, 0, 0);
}
