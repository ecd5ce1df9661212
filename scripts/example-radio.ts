// A virtual radio with the simulated devices, open to H4 hosts on a free loopback port; prints that port's spec as its one line,
// and on the error stream what displays of the devices show.
import { Medium } from '../src-main/ble/index.js';
import { startSimulatedDevices } from '../src-main/simulated/index.js';

const medium = new Medium();
const { pairing } = await startSimulatedDevices(medium);
pairing.onChange(() => {
  for (const { name, digits } of pairing.screens()) console.error(`\n${name} shows ${digits}`);
});
const server = await medium.listen('tcp:127.0.0.1:0');
console.log(server.spec);
