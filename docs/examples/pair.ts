// Pairs with the simulated door lock by the passkey that it shows, unlocks it, and comes back by the bond without pairing again.
import { createInterface } from 'node:readline/promises';
import { memoryKeyStore, openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:', { keyStore: memoryKeyStore() });
const terminal = createInterface({ input: process.stdin, output: process.stdout });
adapter.security.delegate = {
  io: 'keyboard-only',
  mitm: true,
  requestPasskey: async () => Number(await terminal.question('passkey that the lock shows: ')),
};

const lock = adapter.device('e1:44:4c:00:00:04', 'random');
const link = await lock.connect({ timeoutMs: 5_000 });
const { method, authenticated, bonded, keySize } = await link.pair({ timeoutMs: 60_000 });
console.log(`\npaired by ${method}: authenticated ${authenticated}, bonded ${bonded}, a key of ${keySize} bytes`);
const service = await link.service('b7d1c000-5a0e-4b8f-9c43-2f7a60e8d101');
const command = await service?.characteristic('b7d1c002-5a0e-4b8f-9c43-2f7a60e8d101');
await command?.write(Uint8Array.of(0));
console.log('unlocked');
await link.disconnect();

const again = await lock.connect({ timeoutMs: 5_000 });
console.log(`back: encrypted ${again.encrypted}, authenticated ${again.authenticated}`);
for (const bond of await adapter.security.bonds()) console.log(`${bond}`);
terminal.close();
await adapter.close();
