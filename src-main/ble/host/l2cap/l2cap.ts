import { scratch } from '../../../../src-shared/bytes/scratch.js';
import { refusal } from './fixed-channels.js';
import { Reassembler, type ReassemblyCounts } from './reassembler.js';

/** L2CAP of one link: frames in and out by channel identifier, Core Vol 3 Part A 3.1. */
export class L2cap {
  readonly #reassembler = new Reassembler();
  readonly #channels = new Map<number, (payload: Uint8Array) => void>();

  constructor(private readonly write: (frame: Uint8Array) => Promise<void>) {}

  get counts(): Readonly<ReassemblyCounts> {
    return this.#reassembler.counts;
  }

  /** Takes over a channel; returns the function that gives it back. */
  onChannel(cid: number, receive: (payload: Uint8Array) => void): () => void {
    this.#channels.set(cid, receive);
    return () => void this.#channels.delete(cid);
  }

  /** Resolves when the frame is with the controller. */
  send(cid: number, payload: Uint8Array): Promise<void> {
    const frame = scratch(4 + payload.length);
    frame[0] = payload.length & 0xff;
    frame[1] = payload.length >> 8;
    frame[2] = cid & 0xff;
    frame[3] = cid >> 8;
    frame.set(payload, 4);
    return this.write(frame);
  }

  /** A fragment: the bytes of `data` from `from` on. */
  receive(isStart: boolean, data: Uint8Array, from = 0): void {
    const frame = this.#reassembler.push(isStart, data, from);
    if (!frame) return;
    const channel = this.#channels.get(frame.cid);
    if (channel) return channel(frame.payload);
    const answer = refusal(frame.cid, frame.payload);
    if (answer) this.send(frame.cid, answer).catch(() => undefined); // the link is gone, and with it the one who asked
  }
}
