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
    const frame = new Uint8Array(4 + payload.length);
    frame.set([payload.length & 0xff, payload.length >> 8, cid & 0xff, cid >> 8]);
    frame.set(payload, 4);
    return this.write(frame);
  }

  receive(isStart: boolean, data: Uint8Array): void {
    const frame = this.#reassembler.push(isStart, data);
    if (!frame) return;
    const channel = this.#channels.get(frame.cid);
    if (channel) return channel(frame.payload);
    const answer = refusal(frame.cid, frame.payload);
    if (answer) this.send(frame.cid, answer).catch(() => undefined); // the link is gone, and with it the one who asked
  }
}
