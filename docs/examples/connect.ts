// Finds the thermometer by name, connects with a time limit, and tells how the link is and how it ends.
import { BleError, type Device, openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:');
try {
  let thermometer: Device | null = null;
  const filter = { name: 'mpy-temp' };
  for await (const { device } of adapter.scan({
    active: true,
    intervalUs: 30_000,
    windowUs: 30_000,
    durationMs: 5_000,
    filter,
  })) {
    thermometer = device;
    break;
  }
  if (thermometer === null) throw new Error('no mpy-temp within 5 s');
  await using link = await thermometer.connect({ timeoutMs: 2_000 });
  console.log(String(link));
  console.log(`${await link.readRssi()} dBm, ATT MTU ${link.mtu}`);
  await link.disconnect();
  console.log(`ended: ${(await link.disconnected()).code}`);
} catch (error) {
  console.log(error instanceof BleError ? `${error.code}: ${error.message}` : error);
} finally {
  await adapter.close();
}
