// A program of its own: a virtual radio with many advertisers, open to H4 hosts on a free loopback port.
// Arguments: identities, advertisements a second of all together. Prints the port's spec as its one line.

import { Medium } from '../../../src-main/ble/index.js';
import { RawPeer } from '../../../src-main/ble/testing/raw-peer.js';
import { ADV_TYPE } from '../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../src-shared/bytes/byte-writer.js';

const identities = Number(process.argv[2] ?? 2_000);
const perSecond = Number(process.argv[3] ?? 5_000);
const COMPANIES = [0x004c, 0x0059, 0x0006, 0x0075, 0x00e0, 0x0499];

/** Flags, a name of its own, and manufacturer data with a counter. */
function payload(index: number, counter: number): Uint8Array {
  const name = new TextEncoder().encode(`crowd ${index}`);
  return new ByteWriter()
    .bytes([2, 0x01, 0x06])
    .u8(name.length + 1)
    .u8(0x09)
    .bytes(name)
    .u8(7)
    .u8(0xff)
    .u16(COMPANIES[index % COMPANIES.length] as number)
    .u32(counter)
    .finish();
}

const medium = new Medium();
const peers: RawPeer[] = [];
const interval = Math.round(((identities / perSecond) * 1_000) / 0.625) - 8; // the advDelay of 0 to 10 ms adds 5 on average
for (let index = 0; index < identities; index += 1) {
  const peer = await RawPeer.open(medium, { rssi: -40 - (index % 50), rssiWalk: 6 });
  // Not scannable, so that an active scan gets as many reports as there are advertisements.
  await peer.advertise({ data: payload(index, 0), interval, type: ADV_TYPE.advNonconnInd });
  peers.push(peer);
}
const server = await medium.listen('tcp:127.0.0.1:0');
console.log(server.spec);

/** Each second a twentieth of them has something new to say. */
let round = 0;
setInterval(async () => {
  round += 1;
  for (let index = round % 20; index < peers.length; index += 20) {
    const data = payload(index, round);
    const area = new Uint8Array(32);
    area[0] = data.length;
    area.set(data, 1);
    await peers[index]?.ok(0x2008, area);
  }
}, 1_000);
