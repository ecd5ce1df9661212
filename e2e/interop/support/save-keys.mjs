// save-keys.mjs PATH FIRST: saves bonds in the key file for ever, counting; says '+N' before each save and '=N' when its promise resolved.
import { writeSync } from 'node:fs';
import { fileKeyStore } from '../../../out/ble/index.js';

const [path, first] = process.argv.slice(2);
const store = fileKeyStore(path, { passphrase: 'known', cost: { log2N: 1, r: 1, p: 1 } });

for (let n = Number(first); ; n += 1) {
  writeSync(1, `+${n}\n`);
  await store.save('adapter', {
    id: 'counter',
    peer: { address: 'c2:00:00:00:00:01', type: 'random' },
    ltk: new Uint8Array(16).fill(1 + (n % 255)),
    keySize: 16,
    authenticated: true,
    secureConnections: true,
    // Not of one length, so that a half-written file cannot pass for a whole one.
    name: 'x'.repeat(n % 200),
    cccd: {},
    signCounters: { local: n, remote: 0 },
    created: 0,
    lastUsed: n,
  });
  writeSync(1, `=${n}\n`);
}
