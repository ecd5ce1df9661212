import { BleError, type Clock, systemClock } from '../ble/index.js';
import { keyError } from '../ble/keys/key-error.js';
import type { KeyWrap } from '../ble/keys/key-wrap.js';
import { KEYRING_WRAP, type Keyring } from './keyring.js';

/** Electron's safeStorage, as any version of it may be: the asynchronous half came with 42. */
export interface SafeStorageLike {
  isEncryptionAvailable(): boolean;
  encryptString(plainText: string): Buffer;
  decryptString(encrypted: Buffer): string;
  getSelectedStorageBackend?(): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plainText: string): Promise<Buffer>;
  decryptStringAsync?(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
}

export interface SafeStorageOptions {
  safeStorage: SafeStorageLike;
  platform: NodeJS.Platform;
  /** Resolves when the app is ready: before that there is no keyring. */
  ready(): Promise<unknown>;
  clock?: Clock;
}

/** A keyring that is locked asks the user for its password, which takes as long as it takes. */
const ANSWER_WITHIN_MS = 60_000;

const LINUX_KEYRINGS: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};
const OTHER_KEYRINGS: Readonly<Record<string, string>> = { darwin: 'macOS Keychain', win32: 'Windows DPAPI' };

interface Cipher {
  encrypt(text: string): Promise<Buffer>;
  decrypt(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
}

/**
 * The system's keyring behind safeStorage. On Linux its backends 'basic_text' and 'unknown' count as none: they encrypt under a key that is
 * the same on every machine, which protects nothing.
 */
export function safeStorageKeyring({ safeStorage, platform, ready, clock = systemClock }: SafeStorageOptions): Keyring {
  const within = <T>(work: Promise<T>): Promise<T> => answerWithin(work, clock);
  return {
    async find() {
      try {
        await ready();
        const label = keyringName(safeStorage, platform);
        if (!label) return { why: 'This system has no keyring: neither GNOME Keyring nor KWallet was found.' };
        const cipher = await availableCipher(safeStorage, within);
        if (!cipher) return { why: `${label} does not answer, or is locked.` };
        return { wrap: wrapWith(label, cipher) };
      } catch (error) {
        return { why: `The keyring of this system cannot be used: ${messageOf(error)}` };
      }
    },
  };
}

function keyringName(safeStorage: SafeStorageLike, platform: NodeJS.Platform): string | null {
  if (platform !== 'linux') return OTHER_KEYRINGS[platform] ?? null;
  return LINUX_KEYRINGS[safeStorage.getSelectedStorageBackend?.() ?? 'unknown'] ?? null;
}

/** The asynchronous calls where there are any, so that a keyring that asks for its password does not hold up the window. */
async function availableCipher(
  safeStorage: SafeStorageLike,
  within: <T>(work: Promise<T>) => Promise<T>,
): Promise<Cipher | null> {
  const { isAsyncEncryptionAvailable, encryptStringAsync, decryptStringAsync } = safeStorage;
  if (isAsyncEncryptionAvailable && encryptStringAsync && decryptStringAsync) {
    if (await within(isAsyncEncryptionAvailable.call(safeStorage))) {
      return {
        encrypt: (text) => within(encryptStringAsync.call(safeStorage, text)),
        decrypt: (encrypted) => within(decryptStringAsync.call(safeStorage, encrypted)),
      };
    }
  }
  if (!safeStorage.isEncryptionAvailable()) return null;
  return {
    encrypt: async (text) => safeStorage.encryptString(text),
    decrypt: async (encrypted) => ({ result: safeStorage.decryptString(encrypted), shouldReEncrypt: false }),
  };
}

/** safeStorage takes text, so the data key goes in as base64. */
function wrapWith(label: string, cipher: Cipher): KeyWrap & { label: string } {
  return {
    id: KEYRING_WRAP,
    label,
    async wrap(dataKey) {
      try {
        return new Uint8Array(await cipher.encrypt(Buffer.from(dataKey).toString('base64')));
      } catch (error) {
        throw unavailable(`${label} did not take the key: ${messageOf(error)}`, error);
      }
    },
    async unwrap(wrapped) {
      try {
        const { result, shouldReEncrypt } = await cipher.decrypt(Buffer.from(wrapped));
        return { dataKey: Uint8Array.from(Buffer.from(result, 'base64')), rewrap: shouldReEncrypt };
      } catch (error) {
        throw unavailable(`${label} does not open the keys: ${messageOf(error)}`, error);
      }
    },
  };
}

function answerWithin<T>(work: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      reject(new BleError('timeout', { layer: 'app', operation: 'ask the keyring', message: 'it gave no answer.' }));
    }, ANSWER_WITHIN_MS);
    work.then(resolve, reject).finally(() => clock.clearTimeout(timer));
  });
}

function unavailable(message: string, cause: unknown): BleError {
  return keyError('unavailable', {
    operation: 'open the key file',
    message,
    fix: 'Unlock the keyring of this system, then try again.',
    cause,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
