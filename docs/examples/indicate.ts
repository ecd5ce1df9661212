// Answers what a central writes by indicating it in capitals, which the central confirms. Ends when it has left, or when none came within a minute.
import { BleError, Characteristic, openAdapter, Service } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:', { name: 'capitals' });
const service = new Service('6ca61700-8f0d-4e3b-9d55-0c2b7f6a1e94');
const text = new Characteristic(service, '6ca61701-8f0d-4e3b-9d55-0c2b7f6a1e94', { write: true, capture: true });
const capitals = new Characteristic(service, '6ca61702-8f0d-4e3b-9d55-0c2b7f6a1e94', { read: true, indicate: true });
await adapter.registerServices(service);

console.log(`connect to "capitals" (${adapter.address.address}) on ${adapter.info.spec} within a minute,`);
console.log(`subscribe to ${capitals.uuid}, and write to ${text.uuid}`);
try {
  const central = await adapter.advertise({ name: 'capitals', intervalUs: 100_000, timeoutMs: 60_000 });
  for (;;) {
    const { connection, data } = await text.written({ signal: central.signal });
    const answer = Buffer.from(data).toString().toUpperCase();
    await capitals.indicate(connection, answer);
    console.log(`${answer}, confirmed`);
  }
} catch (error) {
  if (!(error instanceof BleError)) throw error;
  console.log(error.code === 'timeout' ? 'nobody came' : 'the central has left');
}
await adapter.close();
