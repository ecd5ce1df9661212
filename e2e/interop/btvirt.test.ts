import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { describeWithBtvirt } from './support/btvirt.js';

const RESET = Uint8Array.of(0x01, 0x03, 0x0c, 0x00);
const READ_BD_ADDR = Uint8Array.of(0x01, 0x09, 0x10, 0x00);

/** Sends one command and gives the Command Complete that answers it (Core Vol 4 Part E 7.7.14). */
async function commandComplete(socket: Socket, command: Uint8Array): Promise<Buffer> {
  let received = Buffer.alloc(0);
  socket.write(command);
  return new Promise((resolve) => {
    socket.on('data', function collect(data: Buffer) {
      received = Buffer.concat([received, data]);
      const length = received[2];
      if (length === undefined || received.length < 3 + length) return;
      socket.off('data', collect);
      resolve(received);
    });
  });
}

describeWithBtvirt('btvirt', (btvirt) => {
  test('answers HCI Reset with Command Complete', async () => {
    const socket = await btvirt().connect();
    const event = await commandComplete(socket, RESET);
    expect([...event]).toEqual([0x04, 0x0e, 0x04, 0x01, 0x03, 0x0c, 0x00]);
  });

  test('gives every connection a controller of its own', async () => {
    const sockets = await btvirt().connectMany(3);
    const addresses = new Set<string>();
    for (const socket of sockets) {
      await commandComplete(socket, RESET);
      addresses.add((await commandComplete(socket, READ_BD_ADDR)).subarray(-6).toString('hex'));
    }
    expect(addresses.size).toBe(3);
  });
});
