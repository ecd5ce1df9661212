import { ReadableStream, WritableStream } from 'node:stream/web';
import type { L2capChannel } from './l2cap.js';

/** Nothing is read ahead: credits go to the peer as the program reads. */
const NOTHING_AHEAD = { highWaterMark: 0 };

export function readableOf(channel: L2capChannel): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const sdu = await channel.recv();
        if (sdu) controller.enqueue(sdu);
        else controller.close();
      },
      cancel: () => channel.disconnect(),
    },
    NOTHING_AHEAD,
  );
}

export function writableOf(channel: L2capChannel): WritableStream<Uint8Array> {
  return new WritableStream<Uint8Array>(
    {
      write: (data) => channel.send(data),
      close: () => channel.disconnect(),
      abort: () => channel.disconnect(),
    },
    { highWaterMark: 1 },
  );
}
