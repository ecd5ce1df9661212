// Serves a temperature that walks to one central, from the app or a phone; ends when it has left, or when none came within a minute.
import { setTimeout } from 'node:timers/promises';
import { BleError, Characteristic, openAdapter, Service } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:', { name: 'thermometer' });
const service = new Service(0x181a);
const temperature = new Characteristic(service, 0x2a6e, { read: true, notify: true });
await adapter.registerServices(service);

console.log(`connect to "thermometer" (${adapter.address.address}) on ${adapter.info.spec} within a minute`);
try {
  const advertising = { name: 'thermometer', services: [0x181a], appearance: 768, intervalUs: 250_000 };
  const central = await adapter.advertise({ ...advertising, timeoutMs: 60_000 });
  console.log(`${central.device.address} is here`);
  for (let hundredths = 2450; central.isConnected(); hundredths += Math.round(Math.random() * 100 - 50)) {
    temperature.write(new Uint8Array(Int16Array.of(hundredths).buffer), true);
    await setTimeout(1_000);
  }
  console.log('and has left');
} catch (error) {
  console.log(error instanceof BleError && error.code === 'timeout' ? 'nobody came' : error);
}
await adapter.close();
