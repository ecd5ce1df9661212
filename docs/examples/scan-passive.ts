// Listens for five seconds, all the time and without sending anything, and prints each device when something about it changes.
import { openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:');
const scan = adapter.scan({ durationMs: 5_000, intervalUs: 100_000, windowUs: 100_000 });
for await (const result of scan) {
  console.log(String(result), result.services().map(String).join(' '));
}
console.log(`${scan.results.size} devices, ${scan.stats.received} advertisements`);
await adapter.close();
