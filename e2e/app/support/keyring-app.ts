// An Electron main process that is the key store alone: electron keyring-app.js PROFILE [LTK]. Saves a bond with the key, if one is given;
// prints the state of the store and the keys of its bonds.
import { join } from 'node:path';
import { app } from 'electron';
import { KeyStoreService } from '../../../src-main/keystore/key-store-service.js';
import { electronKeyring } from '../../../src-main/keystore/safe-storage-electron.js';
import { fromHex, toHex } from '../../../src-shared/bytes/hex.js';

const [profile, ltk] = process.argv.slice(
  process.argv.findIndex((argument) => argument.endsWith('keyring-app.js')) + 1,
);
if (!profile) throw new Error('usage: keyring-app.js PROFILE [LTK]');
app.setPath('userData', profile);

// Not awaited here: Electron becomes ready only after this module has been evaluated.
run(profile).then(
  (said) => {
    process.stdout.write(`${JSON.stringify(said)}\n`);
    app.exit(0);
  },
  (error: unknown) => {
    console.error(error);
    app.exit(1);
  },
);

async function run(directory: string) {
  const service = new KeyStoreService({ path: join(directory, 'keys', 'bonds.keys'), keyring: electronKeyring() });
  await service.start();
  if (ltk) {
    await service.save('adapter', {
      id: 'lock',
      peer: { address: 'c2:00:00:00:00:01', type: 'random' },
      ltk: fromHex(ltk) ?? undefined,
      keySize: 16,
      authenticated: true,
      secureConnections: true,
      cccd: {},
      signCounters: { local: 0, remote: 0 },
      created: 0,
      lastUsed: 0,
    });
  }
  const bonds = await service.load('adapter');
  const { state } = service;
  await service.close();
  return { state, ltks: bonds.map((bond) => bond.ltk && toHex(bond.ltk)) };
}
