import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyError } from '../ble/keys/key-error.js';
import type { KeyWrap } from '../ble/keys/key-wrap.js';
import { CHEAP, makeBond } from '../ble/testing/bonds.js';
import { KeyStoreService, type KeyStoreServiceOptions } from './key-store-service.js';
import type { Keyring } from './keyring.js';

let directory: string;
let services: KeyStoreService[] = [];
const folder = () => join(directory, 'keys');
const path = () => join(folder(), 'bonds.keys');
const names = async () => (await readdir(folder())).sort();
const without = { why: 'There is no keyring here.' };
const PASSPHRASE = 'correct horse';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'key-service-'));
});
afterEach(async () => {
  await Promise.all(services.map((service) => service.close()));
  services = [];
  await rm(directory, { recursive: true, force: true });
});

/** A keyring that can be taken away, and whose secret can change. */
class FakeKeyring implements Keyring {
  isThere = true;
  secret = 0x5a;

  async find() {
    if (!this.isThere) return without;
    const cross = (bytes: Uint8Array) => bytes.map((byte) => byte ^ this.secret);
    const wrap: KeyWrap & { label: string } = {
      id: 'safe-storage',
      label: 'GNOME Keyring',
      wrap: async (dataKey) => Uint8Array.of(this.secret, ...cross(dataKey)),
      unwrap: async (wrapped) => {
        if (wrapped[0] !== this.secret)
          throw keyError('unavailable', { operation: 'open', message: 'GNOME Keyring does not open the keys.' });
        return { dataKey: cross(wrapped.subarray(1)) };
      },
    };
    return { wrap };
  }
}

async function start(keyring: Keyring | null, options: Partial<KeyStoreServiceOptions> = {}) {
  const none: Keyring = { find: async () => without };
  const service = new KeyStoreService({ path: path(), keyring: keyring ?? none, cost: CHEAP, ...options });
  services.push(service);
  await service.start();
  return service;
}

/** A file under a passphrase with bond 1. */
async function savedUnderPassphrase(): Promise<void> {
  const service = await start(null);
  await service.save('a', makeBond(1));
  await service.setPassphrase(PASSPHRASE);
  await service.close();
}

async function savedByKeyring(keyring: Keyring): Promise<void> {
  const service = await start(keyring);
  await service.save('a', makeBond(1));
  await service.close();
}

describe('with a keyring', () => {
  test('bonds are kept by it, and are there at the next start', async () => {
    const keyring = new FakeKeyring();
    await mkdir(folder());
    await chmod(folder(), 0o755);
    const service = await start(keyring);
    expect(service.state).toEqual({
      protection: 'keyring',
      backend: 'GNOME Keyring',
      why: null,
      problem: null,
      bonds: 0,
      needsPassphrase: false,
      keyring: 'GNOME Keyring',
      revision: 0,
    });
    // Nothing to keep, no file.
    expect(await names()).toEqual(['bonds.keys.lock']);
    await service.save('a', makeBond(1));
    await service.saveIdentity('a', { irk: new Uint8Array(16).fill(4) });
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
    await service.close();
    const again = await start(keyring);
    expect(await again.load('a')).toEqual([makeBond(1)]);
    expect(await again.loadIdentity('a')).toEqual({ irk: new Uint8Array(16).fill(4) });
    expect(again.state).toMatchObject({ protection: 'keyring', bonds: 1 });
  });

  test('that is gone the keys are locked, and why; new bonds join the untouched file when it is back', async () => {
    const keyring = new FakeKeyring();
    await savedByKeyring(keyring);
    const before = await readFile(path());
    keyring.isThere = false;
    const service = await start(keyring);
    expect(service.state).toMatchObject({
      protection: 'locked',
      backend: 'GNOME Keyring',
      why: 'GNOME Keyring protects the keys. There is no keyring here.',
      needsPassphrase: false,
      keyring: null,
      bonds: 0,
    });
    await service.save('a', makeBond(2));
    expect(await service.load('a')).toEqual([makeBond(2)]);
    await service.retry();
    expect(service.state.protection).toBe('locked');
    await expect(service.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'keystore/other-protection' });
    await expect(service.setPassphrase(PASSPHRASE)).rejects.toMatchObject({ code: 'keystore/other-protection' });
    expect(await readFile(path())).toEqual(before);
    keyring.isThere = true;
    await service.retry();
    expect(service.state).toMatchObject({ protection: 'keyring', why: null, bonds: 2, revision: 1 });
    await service.close();
    expect(await (await start(keyring)).load('a')).toEqual([makeBond(1), makeBond(2)]);
  });

  test('that does not open the keys any more leaves the file; starting over sets it aside', async () => {
    const keyring = new FakeKeyring();
    await savedByKeyring(keyring);
    const before = await readFile(path());
    keyring.secret = 0x66;
    const service = await start(keyring, { now: () => 0 });
    expect(service.state).toMatchObject({
      protection: 'locked',
      why: 'GNOME Keyring does not open the keys.',
      keyring: 'GNOME Keyring',
    });
    expect(await readFile(path())).toEqual(before);
    await service.save('a', makeBond(2));
    await service.startOver();
    const kept = `${path()}.locked-1970-01-01T00-00-00-000Z`;
    expect(service.state).toMatchObject({ protection: 'keyring', bonds: 1 });
    expect(service.state.problem).toContain(kept);
    expect(await readFile(kept)).toEqual(before);
    await service.close();
    expect(await (await start(keyring)).load('a')).toEqual([makeBond(2)]);
  });

  test('a passphrase may take its place, and give it back', async () => {
    const keyring = new FakeKeyring();
    const service = await start(keyring);
    await service.save('a', makeBond(1));
    await service.setPassphrase(PASSPHRASE);
    expect(service.state).toMatchObject({ protection: 'passphrase', backend: 'passphrase', keyring: 'GNOME Keyring' });
    await service.moveToKeyring();
    expect(service.state).toMatchObject({ protection: 'keyring', backend: 'GNOME Keyring' });
    await service.close();
    expect(await (await start(keyring)).load('a')).toEqual([makeBond(1)]);
  });
});

describe('without a keyring', () => {
  test('bonds are in memory, which is said; a passphrase keeps those made so far', async () => {
    const service = await start(null);
    expect(service.state).toMatchObject({ protection: 'memory', backend: null, why: 'There is no keyring here.' });
    await service.save('a', makeBond(1));
    expect(await service.load('a')).toEqual([makeBond(1)]);
    expect(await names()).toEqual(['bonds.keys.lock']);
    await expect(service.setPassphrase('short')).rejects.toMatchObject({ code: 'invalid-argument' });
    await service.setPassphrase(PASSPHRASE);
    expect(service.state).toMatchObject({ protection: 'passphrase', backend: 'passphrase', why: null, bonds: 1 });
    await service.save('a', makeBond(2));
    await service.close();

    const again = await start(null);
    expect(again.state).toMatchObject({
      protection: 'locked',
      backend: 'passphrase',
      why: 'A passphrase protects the keys.',
      needsPassphrase: true,
      bonds: 0,
    });
    await again.unlock(PASSPHRASE);
    expect(again.state).toMatchObject({ protection: 'passphrase', why: null, bonds: 2, needsPassphrase: false });
    expect(await again.load('a')).toEqual([makeBond(1), makeBond(2)]);
  });

  test('a wrong passphrase is told and changes nothing; what was bonded while locked joins at unlock', async () => {
    await savedUnderPassphrase();
    const before = await readFile(path());
    const service = await start(null);
    await service.save('a', makeBond(2));
    await service.save('a', makeBond(1, { id: 'weaker', authenticated: false }));
    await expect(service.unlock('not the passphrase')).rejects.toMatchObject({ code: 'keystore/wrong-passphrase' });
    expect(service.state).toMatchObject({ protection: 'locked', bonds: 2 });
    expect(await readFile(path())).toEqual(before);
    await service.unlock(PASSPHRASE);
    expect(service.state).toMatchObject({
      protection: 'passphrase',
      bonds: 2,
      problem:
        'The bond made with Peer 1 (c2:00:00:00:00:01) was not kept: it is weaker than the bond there is: not authenticated.',
    });
    service.dismissProblem();
    expect(service.state.problem).toBeNull();
    await service.close();
    const again = await start(null);
    await again.unlock(PASSPHRASE);
    expect(await again.load('a')).toEqual([makeBond(1), makeBond(2)]);
  });

  test('a bond that is saved while the file opens is not lost', async () => {
    await savedUnderPassphrase();
    const service = await start(null);
    const unlocking = service.unlock(PASSPHRASE);
    const saves = [];
    for (let n = 2; n < 30; n += 1) {
      saves.push(service.save('a', makeBond(n)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([unlocking, ...saves]);
    await service.close();
    const again = await start(null);
    await again.unlock(PASSPHRASE);
    expect(await again.load('a')).toHaveLength(29);
  });

  test('the passphrase can be changed by who knows it', async () => {
    await savedUnderPassphrase();
    const service = await start(null);
    await expect(service.changePassphrase(PASSPHRASE, 'another one')).rejects.toMatchObject({
      code: 'keystore/other-protection',
    });
    await service.unlock(PASSPHRASE);
    await expect(service.changePassphrase('a guess', 'another one')).rejects.toMatchObject({
      code: 'keystore/wrong-passphrase',
    });
    await service.changePassphrase(PASSPHRASE, 'another one');
    await service.close();
    const again = await start(null);
    await expect(again.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'keystore/wrong-passphrase' });
    await again.unlock('another one');
    expect(await again.load('a')).toEqual([makeBond(1)]);
  });

  test('when one appears, it can take over from the passphrase or from memory', async () => {
    const keyring = new FakeKeyring();
    keyring.isThere = false;
    const service = await start(keyring);
    await service.save('a', makeBond(1));
    await expect(service.moveToKeyring()).rejects.toMatchObject({
      code: 'keystore/unavailable',
      message: 'There is no keyring here.',
    });
    keyring.isThere = true;
    await service.moveToKeyring();
    expect(service.state).toMatchObject({ protection: 'keyring', why: null, bonds: 1 });
    await service.close();
    expect(await (await start(keyring)).load('a')).toEqual([makeBond(1)]);
  });
});

describe('a file that is not to be had', () => {
  test('in use by another process: bonds are in memory, and its end sets the file free', async () => {
    await savedUnderPassphrase();
    const before = await readFile(path());
    await writeFile(`${path()}.lock`, JSON.stringify({ pid: process.ppid, started: null }));
    const service = await start(null);
    expect(service.state).toMatchObject({
      protection: 'memory',
      why: `The key file ${path()} is in use by the process ${process.ppid}.`,
    });
    await service.save('a', makeBond(2));
    await expect(service.setPassphrase(PASSPHRASE)).rejects.toMatchObject({ code: 'keystore/in-use' });
    expect(await readFile(path())).toEqual(before);
    await rm(`${path()}.lock`);
    // The file there is asks for its own passphrase.
    await expect(service.setPassphrase(PASSPHRASE)).rejects.toMatchObject({ code: 'keystore/other-protection' });
    expect(service.state).toMatchObject({ protection: 'locked', needsPassphrase: true });
    await service.unlock(PASSPHRASE);
    expect(await service.load('a')).toEqual([makeBond(1), makeBond(2)]);
  });

  test('in use by another service of this process: the same', async () => {
    const keyring = new FakeKeyring();
    const first = await start(keyring);
    await first.save('a', makeBond(1));
    const second = await start(keyring);
    expect(second.state.protection).toBe('memory');
    await second.save('a', makeBond(2));
    await first.save('a', makeBond(3));
    await first.close();
    await second.retry();
    expect(second.state).toMatchObject({ protection: 'keyring', bonds: 3 });
  });

  test('damaged with its copy: it begins anew, keeps both, and tells', async () => {
    await savedUnderPassphrase();
    await writeFile(path(), 'x');
    await writeFile(`${path()}.bak`, '');
    const keyring = new FakeKeyring();
    const service = await start(keyring, { now: () => 0 });
    expect(service.state).toMatchObject({ protection: 'keyring', bonds: 0 });
    expect(service.state.problem).toMatch(/^The key file was damaged, and there was no copy\. Kept aside: /);
    expect((await names()).filter((name) => name.includes('damaged'))).toHaveLength(2);
  });

  test('damaged: the copy is in use, which is told', async () => {
    const keyring = new FakeKeyring();
    const service = await start(keyring);
    await service.save('a', makeBond(1));
    await service.save('a', makeBond(2));
    await service.close();
    await writeFile(path(), (await readFile(path())).subarray(0, 100));
    const again = await start(keyring);
    expect(await again.load('a')).toEqual([makeBond(1)]);
    expect(again.state.problem).toMatch(/^The key file was damaged; the copy of .* is in use\./);
  });

  test('where no folder can be made: in memory, with the reason', async () => {
    await writeFile(folder(), 'a file');
    const service = await start(new FakeKeyring());
    expect(service.state).toMatchObject({ protection: 'memory', why: expect.stringContaining('could not be saved') });
    await service.save('a', makeBond(1));
    await expect(service.setPassphrase(PASSPHRASE)).rejects.toMatchObject({ code: 'keystore/not-saved' });
  });

  test('a disk that refuses a save: it rejects, the state says so, and the next save clears it', async () => {
    const keyring = new FakeKeyring();
    const service = await start(keyring);
    await service.save('a', makeBond(1));
    // The copy cannot be replaced by a file.
    await mkdir(`${path()}.bak`);
    await writeFile(join(`${path()}.bak`, 'x'), '');
    await expect(service.save('a', makeBond(2))).rejects.toMatchObject({ code: 'keystore/not-saved' });
    expect(service.state.problem).toContain('It holds until the app is closed.');
    expect(await service.load('a')).toHaveLength(2);
    await rm(`${path()}.bak`, { recursive: true });
    await service.save('a', makeBond(3));
    expect(service.state.problem).toBeNull();
  });
});

describe('the service', () => {
  test('tells every new state once', async () => {
    const keyring = new FakeKeyring();
    const service = new KeyStoreService({ path: path(), keyring, cost: CHEAP });
    services.push(service);
    const heard: string[] = [];
    const stop = service.onChange(({ protection, bonds }) => heard.push(`${protection} ${bonds}`));
    // No start: the first call does it.
    await service.save('a', makeBond(1));
    await service.save('a', makeBond(1));
    await service.remove('a', 'nothing');
    await service.remove('a', 'bond-1');
    stop();
    await service.save('a', makeBond(1));
    expect(heard).toEqual(['keyring 0', 'keyring 1', 'keyring 0']);
  });

  test('lists bonds without their keys, and reveals one on demand', async () => {
    const service = await start(null);
    await service.save(
      'a',
      makeBond(1, {
        csrk: new Uint8Array(16).fill(6),
        csrkLocal: new Uint8Array(16).fill(7),
        rand: new Uint8Array(8),
        randLocal: new Uint8Array(8),
      }),
    );
    const list = await service.list();
    expect(list).toMatchObject([
      { adapterId: 'a', id: 'bond-1', name: 'Peer 1', keys: ['ltk', 'irk', 'csrk', 'csrkLocal'] },
    ]);
    expect(JSON.stringify(list)).not.toMatch(/"(ltk|ltkLocal|irk|csrk|csrkLocal|rand|randLocal)":/);
    expect((await service.reveal('a', 'bond-1'))?.ltk).toEqual(makeBond(1).ltk);
    expect(await service.reveal('a', 'bond-2')).toBeNull();
  });

  test('exports, and imports into the file', async () => {
    const first = await start(null);
    await first.save('a', makeBond(1));
    const text = await first.exportJson();
    await first.close();
    const keyring = new FakeKeyring();
    const second = await start(keyring);
    expect(await second.importJson(text, { overwrite: false })).toEqual({
      added: 1,
      replaced: 0,
      unchanged: 0,
      refused: [],
    });
    expect(second.state).toMatchObject({ bonds: 1, revision: 1 });
    await expect(second.importJson('{}', { overwrite: true })).rejects.toMatchObject({
      code: 'keystore/not-an-export',
    });
    await second.close();
    expect(await (await start(keyring)).load('a')).toEqual([makeBond(1)]);
  });

  test('says which bond made room', async () => {
    const service = await start(null, { inUse: (_, { id }) => id === 'bond-0' });
    for (let n = 0; n < 513; n += 1) await service.save('a', makeBond(n));
    expect(service.state).toMatchObject({
      bonds: 512,
      problem: 'The bond with Peer 1 (5e:00:00:00:00:01) made room for a new one: it was unused the longest.',
    });
  });

  test('is closed for good', async () => {
    const service = await start(null);
    await service.close();
    await service.close();
    await expect(service.load('a')).rejects.toMatchObject({ code: 'keystore/closed' });
    await expect(service.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'keystore/closed' });
    expect(await names()).toEqual([]);
  });
});
