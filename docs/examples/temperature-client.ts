// Finds the thermometer by its name and service, subscribes to its temperature, and prints five values.
import { type Device, openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:');

async function findThermometer(): Promise<Device> {
  const filter = { name: 'mpy-temp', services: [0x181a] };
  const scan = adapter.scan({ durationMs: 5_000, active: true, intervalUs: 30_000, windowUs: 30_000, filter });
  for await (const { device } of scan) return device;
  throw new Error('no thermometer within 5 s');
}

const link = await (await findThermometer()).connect();
const temperature = await (await link.service(0x181a))?.characteristic(0x2a6e);
if (!temperature) throw new Error('it does not tell a temperature');
await temperature.subscribe();
for (let n = 0; n < 5; n += 1) {
  const data = Buffer.from(await temperature.notified({ timeoutMs: 5_000 }));
  console.log(`Temperature: ${(data.readInt16LE() / 100).toFixed(2)}`);
}
await link.disconnect();
await adapter.close();
