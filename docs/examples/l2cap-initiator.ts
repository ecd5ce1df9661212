// Opens an L2CAP channel to PSM 0x80 of the device "l2cap" (the example l2cap-listener is one), sends two SDUs, and prints what comes back.
import { openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:');
const scan = { active: true, durationMs: 20_000, intervalUs: 30_000, windowUs: 30_000, filter: { name: 'l2cap' } };
for await (const { device } of adapter.scan(scan)) {
  await using link = await device.connect();
  await using channel = await link.l2capConnect(0x80, 512);
  console.log(`${channel}, MTU ${channel.ourMtu} and ${channel.peerMtu}`);
  for (const text of ['hello', 'a'.repeat(channel.peerMtu)]) {
    await channel.send(text);
    const answer = await channel.recv({ timeoutMs: 5_000 });
    console.log(`${text.length} bytes sent, ${answer?.length} came back: ${Buffer.from(answer ?? []).subarray(0, 5)}`);
  }
  break;
}
await adapter.close();
