// Serves a value for encrypted links and one for authenticated ones, and shows the passkey to whoever pairs; ends when the central has left.
import { BleError, Characteristic, openAdapter, Service } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:', { name: 'vault' });
const service = new Service('0a7e0000-77c3-4b0d-8b53-91e6c2d0f4aa');
const note = { read: true, initial: 'for encrypted links' };
new Characteristic(service, '0a7e0001-77c3-4b0d-8b53-91e6c2d0f4aa', { ...note, readSecurity: 'encrypted' });
const gold = { read: true, initial: 'for those who typed the passkey' };
new Characteristic(service, '0a7e0002-77c3-4b0d-8b53-91e6c2d0f4aa', { ...gold, readSecurity: 'authenticated' });
await adapter.registerServices(service);
adapter.security.delegate = {
  io: 'display-only',
  mitm: true,
  displayPasskey: (central, passkey) =>
    console.log(`${central.device.address} is to type ${String(passkey).padStart(6, '0')}`),
};

console.log(`connect to "vault" (${adapter.address.address}) on ${adapter.info.spec} within a minute`);
try {
  const central = await adapter.advertise({ name: 'vault', intervalUs: 250_000, timeoutMs: 60_000 });
  central.on('encryption', ({ encrypted, authenticated, bonded }) =>
    console.log(`encrypted ${encrypted}, authenticated ${authenticated}, bonded ${bonded}`),
  );
  await central.disconnected();
  console.log('the central has left');
} catch (error) {
  console.log(error instanceof BleError && error.code === 'timeout' ? 'nobody came' : error);
}
await adapter.close();
