// Listens all the time and asks for scan responses, until it knows three devices by name.
import { openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:');
const names = new Set<string>();
for await (const result of adapter.scan({ active: true, intervalUs: 30_000, windowUs: 30_000, durationMs: 10_000 })) {
  const name = result.name();
  if (name === null || names.has(name)) continue;
  names.add(name);
  console.log(
    `${name}: ${result.rssi} dBm, every ${result.intervalMs ?? '?'} ms, response ${result.respData?.length ?? 0} bytes`,
  );
  if (names.size === 3) break;
}
await adapter.close();
