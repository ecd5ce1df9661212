import type { KeyWrap } from '../ble/keys/key-wrap.js';

/** What this is called in a key file that a keyring protects. */
export const KEYRING_WRAP = 'safe-storage';

/** The operating system's keeper of secrets, if there is one. */
export interface Keyring {
  /** Asks the system anew each time. Never rejects: `why` says, for people, what is missing. `wrap.label` names the keyring. */
  find(): Promise<{ wrap: KeyWrap & { label: string } } | { why: string }>;
}
