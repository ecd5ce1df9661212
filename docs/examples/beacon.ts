// Advertises a name and two bytes of manufacturer data for three seconds; nobody can connect to it.
import { BleError, encodeAdvertising, openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:', { name: 'beacon' });
const payload = { name: 'beacon', manufacturer: [0xffff, Uint8Array.of(1, 2)] as [number, Uint8Array] };
const { advData, omitted } = encodeAdvertising(payload);
console.log(`${adapter.address.address} sends ${Buffer.from(advData).toString('hex')}`, ...omitted);
try {
  await adapter.advertise({ intervalUs: 100_000, connectable: false, timeoutMs: 3_000, ...payload });
} catch (error) {
  if (!(error instanceof BleError && error.code === 'timeout')) throw error;
  console.log('three seconds are over');
}
await adapter.close();
