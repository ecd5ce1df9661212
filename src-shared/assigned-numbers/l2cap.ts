/** Codes of L2CAP signalling commands on LE links, Core 5.4 Vol 3 Part A 4. */
export const L2CAP = {
  commandReject: 0x01,
  disconnectionRequest: 0x06,
  disconnectionResponse: 0x07,
  parameterUpdateRequest: 0x12,
  parameterUpdateResponse: 0x13,
  leConnectionRequest: 0x14,
  leConnectionResponse: 0x15,
  flowControlCredit: 0x16,
  creditBasedConnectionRequest: 0x17,
  creditBasedConnectionResponse: 0x18,
  reconfigureRequest: 0x19,
  reconfigureResponse: 0x1a,
} as const;

/** Reasons of Command Reject, Vol 3 Part A 4.1. */
export const L2CAP_REJECT = {
  'command-not-understood': 0x0000,
  'signalling-mtu-exceeded': 0x0001,
  'invalid-cid': 0x0002,
} as const;

/** Results of the credit based connection responses, Vol 3 Part A 4.23 and 4.26, by name in kebab-case. */
export const L2CAP_RESULT = {
  success: 0x0000,
  'spsm-not-supported': 0x0002,
  'no-resources-available': 0x0004,
  'insufficient-authentication': 0x0005,
  'insufficient-authorization': 0x0006,
  'encryption-key-size-too-short': 0x0007,
  'insufficient-encryption': 0x0008,
  'invalid-source-cid': 0x0009,
  'source-cid-already-allocated': 0x000a,
  'unacceptable-parameters': 0x000b,
  'invalid-parameters': 0x000c,
  pending: 0x000d,
  'authentication-pending': 0x000e,
  'authorization-pending': 0x000f,
} as const;

/** Results of the reconfigure response, Vol 3 Part A 4.28. */
export const L2CAP_RECONFIGURE = {
  success: 0x0000,
  'mtu-reduced': 0x0001,
  'mps-reduced': 0x0002,
  'invalid-destination-cid': 0x0003,
  'unacceptable-parameters': 0x0004,
} as const;

export type L2capResultName = keyof typeof L2CAP_RESULT;

const NAMES = new Map<number, string>(Object.entries(L2CAP_RESULT).map(([name, code]) => [code, name]));

/** 'spsm-not-supported' for 0x0002; 'result-0xNNNN' for results the specification does not name. */
export function l2capResultName(code: number): string {
  return NAMES.get(code) ?? `result-0x${code.toString(16).padStart(4, '0')}`;
}

/** Channel identifiers that LE links give out, Vol 3 Part A 2.1. */
export const DYNAMIC_CID = { first: 0x0040, last: 0x007f } as const;

/** SPSMs with a meaning of their own; below 0x80 they are assigned by the SIG, Vol 3 Part A 4.22. */
export const SPSM = { eatt: 0x0027, firstDynamic: 0x0080, last: 0x00ff } as const;
