/** Codes of SMP commands, Core 5.4 Vol 3 Part H 3.3. */
export const SMP = {
  pairingRequest: 0x01,
  pairingResponse: 0x02,
  pairingConfirm: 0x03,
  pairingRandom: 0x04,
  pairingFailed: 0x05,
  encryptionInformation: 0x06,
  centralIdentification: 0x07,
  identityInformation: 0x08,
  identityAddressInformation: 0x09,
  signingInformation: 0x0a,
  securityRequest: 0x0b,
  pairingPublicKey: 0x0c,
  pairingDhKeyCheck: 0x0d,
  pairingKeypressNotification: 0x0e,
} as const;

/** Reasons of Pairing Failed, Vol 3 Part H 3.5.5, by name in kebab-case. */
export const SMP_ERROR = {
  'passkey-entry-failed': 0x01,
  'oob-not-available': 0x02,
  'authentication-requirements': 0x03,
  'confirm-value-failed': 0x04,
  'pairing-not-supported': 0x05,
  'encryption-key-size': 0x06,
  'command-not-supported': 0x07,
  'unspecified-reason': 0x08,
  'repeated-attempts': 0x09,
  'invalid-parameters': 0x0a,
  'dhkey-check-failed': 0x0b,
  'numeric-comparison-failed': 0x0c,
  'br-edr-pairing-in-progress': 0x0d,
  'cross-transport-key-derivation-generation-not-allowed': 0x0e,
  'key-rejected': 0x0f,
  busy: 0x10,
} as const;

export type SmpErrorName = keyof typeof SMP_ERROR;

const NAMES = new Map<number, string>(Object.entries(SMP_ERROR).map(([name, code]) => [code, name]));

/** 'confirm-value-failed' for 0x04; 'error-0xNN' for reasons the specification does not name. */
export function smpErrorName(code: number): string {
  return NAMES.get(code) ?? `error-0x${code.toString(16).padStart(2, '0')}`;
}

/** Bits of a key distribution field, Vol 3 Part H 3.6.1. */
export const SMP_KEY = { enc: 0x01, id: 0x02, sign: 0x04, link: 0x08 } as const;
