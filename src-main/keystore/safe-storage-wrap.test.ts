import { describe, expect, test } from 'vitest';
import { ManualClock } from '../ble/testing/manual-clock.js';
import { type SafeStorageLike, safeStorageKeyring } from './safe-storage-wrap.js';

const dataKey = Uint8Array.from({ length: 32 }, (_, i) => i);
const flip = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0x55));
const never = () => new Promise<never>(() => undefined);

/** A keyring as Electron 33 has it. */
function syncStorage(backend: string, change: Partial<SafeStorageLike> = {}): SafeStorageLike {
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => flip(Buffer.from(text)),
    decryptString: (encrypted) => flip(encrypted).toString(),
    getSelectedStorageBackend: () => backend,
    ...change,
  };
}
/** And as later ones have it. */
function asyncStorage(change: Partial<SafeStorageLike> = {}): SafeStorageLike {
  const refuse = () => {
    throw new Error('the old calls are not made where there are new ones');
  };
  return {
    ...syncStorage('gnome_libsecret', {
      isEncryptionAvailable: () => false,
      encryptString: refuse,
      decryptString: refuse,
    }),
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text) => flip(Buffer.from(text)),
    decryptStringAsync: async (encrypted) => ({ result: flip(encrypted).toString(), shouldReEncrypt: true }),
    ...change,
  };
}
const keyringOf = (safeStorage: SafeStorageLike, platform: NodeJS.Platform = 'linux', clock = new ManualClock()) =>
  safeStorageKeyring({ safeStorage, platform, ready: async () => undefined, clock });

async function wrapOf(safeStorage: SafeStorageLike, platform?: NodeJS.Platform) {
  const found = await keyringOf(safeStorage, platform).find();
  if ('why' in found) throw new Error(found.why);
  return found.wrap;
}

describe('the keyring behind safeStorage', () => {
  test.each<[NodeJS.Platform, string, string]>([
    ['linux', 'gnome_libsecret', 'GNOME Keyring'],
    ['linux', 'kwallet', 'KWallet'],
    ['linux', 'kwallet5', 'KWallet'],
    ['linux', 'kwallet6', 'KWallet'],
    ['darwin', '', 'macOS Keychain'],
    ['win32', '', 'Windows DPAPI'],
  ])('on %s with %j is %s, and opens what it wrapped', async (platform, backend, label) => {
    const wrap = await wrapOf(syncStorage(backend), platform);
    expect(wrap).toMatchObject({ id: 'safe-storage', label });
    const wrapped = await wrap.wrap(dataKey);
    expect(await wrap.unwrap(wrapped)).toEqual({ dataKey, rewrap: false });
  });

  test.each(['basic_text', 'unknown', 'something new'])('on Linux the backend %j protects nothing', async (backend) => {
    expect(await keyringOf(syncStorage(backend)).find()).toEqual({
      why: 'This system has no keyring: neither GNOME Keyring nor KWallet was found.',
    });
    expect(await keyringOf(asyncStorage({ getSelectedStorageBackend: () => backend })).find()).toHaveProperty('why');
  });

  test('that says it is not available is named in the reason', async () => {
    expect(await keyringOf(syncStorage('kwallet6', { isEncryptionAvailable: () => false })).find()).toEqual({
      why: 'KWallet does not answer, or is locked.',
    });
  });

  test('is asked by the asynchronous calls where there are any, and says when it wants to wrap anew', async () => {
    const wrap = await wrapOf(asyncStorage());
    expect(await wrap.unwrap(await wrap.wrap(dataKey))).toEqual({ dataKey, rewrap: true });
  });

  test('is asked by the old calls where the new ones say no', async () => {
    const storage = { ...syncStorage('gnome_libsecret'), isAsyncEncryptionAvailable: async () => false };
    const wrap = await wrapOf({ ...asyncStorage(), ...storage });
    expect(await wrap.unwrap(await wrap.wrap(dataKey))).toEqual({ dataKey, rewrap: false });
  });

  test('that fails rejects "keystore/unavailable" and names itself', async () => {
    const fail = () => {
      throw new Error('no such secret');
    };
    const wrap = await wrapOf(syncStorage('gnome_libsecret', { encryptString: fail, decryptString: fail }));
    await expect(wrap.wrap(dataKey)).rejects.toMatchObject({ code: 'keystore/unavailable' });
    await expect(wrap.unwrap(dataKey)).rejects.toMatchObject({
      code: 'keystore/unavailable',
      message: 'GNOME Keyring does not open the keys: no such secret',
    });
    expect(await keyringOf(syncStorage('gnome_libsecret', { isEncryptionAvailable: fail })).find()).toEqual({
      why: 'The keyring of this system cannot be used: no such secret',
    });
  });

  test('that never answers is given up after a minute', async () => {
    const clock = new ManualClock();
    const silent = asyncStorage({ isAsyncEncryptionAvailable: never });
    const finding = keyringOf(silent, 'linux', clock).find();
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(60_000);
    expect(await finding).toEqual({ why: 'The keyring of this system cannot be used: it gave no answer.' });
    expect(clock.pendingTimers).toBe(0);
  });
});
