// Reads and writes the scratchpad's 512 bytes, and listens to the heart-rate sensor: two links at once.
import { type Device, openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:');

async function find(name: string): Promise<Device> {
  const radio = { durationMs: 5_000, active: true, intervalUs: 30_000, windowUs: 30_000 };
  for await (const { device } of adapter.scan({ ...radio, filter: { name } })) return device;
  throw new Error(`no ${name} within 5 s`);
}

const pad = await (await find('Scratchpad (sim)')).connect();
const strap = await (await find('HR Sensor (sim)')).connect();
const value = await (await pad.service('5c7a7c40-51b1-4f0e-9c6b-2e1f8d3a9b00'))?.characteristic(
  '5c7a7c41-51b1-4f0e-9c6b-2e1f8d3a9b00',
);
const rate = await (await strap.service(0x180d))?.characteristic(0x2a37);
if (!value || !rate) throw new Error('they are not what they were');

console.log(`read ${(await value.read()).length} bytes`);
await value.write('short');
console.log(`wrote 5 bytes, read "${Buffer.from(await value.read())}"`);
await value.write(new Uint8Array(512).fill(0x2a));
console.log(`wrote 512 bytes, read ${(await value.read()).length}`);

await rate.subscribe();
for (let n = 0; n < 3; n += 1) console.log(`${(await rate.notified({ timeoutMs: 5_000 }))[1]} beats per minute`);
await adapter.close();
