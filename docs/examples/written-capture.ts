// Two characteristics keep every write while the program is busy elsewhere; their sequence puts the writes to both in order.
import { Characteristic, openAdapter, Service } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:', { name: 'capture' });
const service = new Service('ca970000-3d18-4c5e-b2a6-7e90f1d84c33');
const options = { write: true, writeNoResponse: true, capture: true };
const left = new Characteristic(service, 'ca970001-3d18-4c5e-b2a6-7e90f1d84c33', options);
const right = new Characteristic(service, 'ca970002-3d18-4c5e-b2a6-7e90f1d84c33', options);
await adapter.registerServices(service);

console.log(`connect to "capture" (${adapter.address.address}) on ${adapter.info.spec} within a minute,`);
console.log(`write texts to ${left.uuid} and ${right.uuid} in any order, and disconnect`);
const advertising = { name: 'capture', intervalUs: 100_000, timeoutMs: 60_000 };
const central = await adapter.advertise(advertising).catch(() => console.log('nobody came'));
await central?.disconnected();

const steps: { sequence: number; step: string }[] = [];
async function collect(side: string, characteristic: Characteristic): Promise<void> {
  for (;;) {
    const { data, sequence } = await characteristic.written({ timeoutMs: 100 });
    steps.push({ sequence, step: `${side} ${Buffer.from(data)}` });
  }
}
await Promise.allSettled([collect('left', left), collect('right', right)]); // both end by their time-out, with nothing left
for (const { step } of steps.sort((a, b) => a.sequence - b.sequence)) console.log(step);
await adapter.close();
