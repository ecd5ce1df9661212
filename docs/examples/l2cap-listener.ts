// Takes L2CAP channels on PSM 0x80 and sends back in capitals what comes; ends when the central has left, or when none came within a minute.
import { BleError, openAdapter } from 'ble-workbench/ble';

const adapter = await openAdapter(process.argv[2] ?? 'virtual:', { name: 'l2cap' });
const channels = adapter.l2capListen(0x80, { mtu: 512 });

console.log(
  `connect to "l2cap" (${adapter.address.address}) on ${adapter.info.spec} within a minute, and open PSM 0x80`,
);
try {
  const central = await adapter.advertise({ name: 'l2cap', intervalUs: 100_000, timeoutMs: 60_000 });
  central.disconnected().then(() => adapter.close(), console.error);
  for await (const channel of channels) {
    console.log(`${channel}, MTU ${channel.ourMtu} and ${channel.peerMtu}`);
    for (let sdu = await channel.recv(); sdu; sdu = await channel.recv()) {
      console.log(`${sdu.length} bytes`);
      await channel.send(Buffer.from(sdu).toString().toUpperCase());
    }
    console.log('the channel is closed');
  }
} catch (error) {
  if (!(error instanceof BleError)) throw error;
  console.log(error.code === 'timeout' ? 'nobody came' : 'the central has left');
}
await adapter.close();
