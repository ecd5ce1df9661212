/** Bytes of the key that a key file is sealed with. */
export const DATA_KEY_BYTES = 32;

export interface Unwrapped {
  dataKey: Uint8Array;
  /** What protects it has changed since; it should be wrapped anew. */
  rewrap?: boolean;
}

/** What protects the data key of a key file: a passphrase, a keyring. */
export interface KeyWrap {
  /** Kept in the file, so that it is known what opens it: lower-case letters and dashes. */
  readonly id: string;
  /** For people: 'GNOME Keyring'. Kept in the file. */
  readonly label?: string;
  /** At most 4 kB. Rejects 'keystore/unavailable'. */
  wrap(dataKey: Uint8Array): Promise<Uint8Array>;
  /** Rejects 'keystore/wrong-passphrase', 'keystore/unavailable', and 'keystore/damaged' for bytes it cannot have made. */
  unwrap(wrapped: Uint8Array): Promise<Unwrapped>;
}
