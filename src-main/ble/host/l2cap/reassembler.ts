import { scratch } from '../../../../src-shared/bytes/scratch.js';
import { tail } from '../../../../src-shared/bytes/tail.js';

const HEADER = 4;

export interface Frame {
  cid: number;
  payload: Uint8Array;
}

export interface ReassemblyCounts {
  /** A fragment that continues nothing. */
  orphans: number;
  /** A frame whose rest never came. */
  unfinished: number;
  /** A frame with more bytes than its header says. */
  overlong: number;
  /** A start too short for a header. */
  short: number;
  /** A fragment without data that would continue a frame. */
  empty: number;
}

/** Puts L2CAP frames of one link together from ACL fragments, Core Vol 3 Part A 7.2.1. What does not fit is dropped and counted. */
export class Reassembler {
  readonly counts: ReassemblyCounts = { orphans: 0, unfinished: 0, overlong: 0, short: 0, empty: 0 };
  #parts: Uint8Array[] = [];
  #have = 0;
  #want = 0;

  /** Returns a frame when this fragment completes one. */
  push(isStart: boolean, bytes: Uint8Array, from = 0): Frame | null {
    if (isStart) return this.#start(bytes, from);
    const data = tail(bytes, from);
    if (this.#want === 0) {
      this.counts.orphans += 1;
      return null;
    }
    if (data.length === 0) {
      this.counts.empty += 1; // kept, they would add up without end
      return null;
    }
    this.#parts.push(data);
    this.#have += data.length;
    return this.#finishIfComplete();
  }

  #start(bytes: Uint8Array, from: number): Frame | null {
    if (this.#want > 0) {
      this.counts.unfinished += 1;
      this.#reset();
    }
    const have = bytes.length - from;
    if (have < HEADER) {
      this.counts.short += 1;
      return null;
    }
    const want = HEADER + u16(bytes, from);
    // Most frames come in one piece.
    if (have === want) return { cid: u16(bytes, from + 2), payload: tail(bytes, from + HEADER) };
    this.#want = want;
    this.#parts.push(tail(bytes, from));
    this.#have = have;
    return this.#finishIfComplete();
  }

  #finishIfComplete(): Frame | null {
    if (this.#have < this.#want) return null;
    if (this.#have > this.#want) {
      this.counts.overlong += 1;
      this.#reset();
      return null;
    }
    const whole = scratch(this.#have);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#reset();
    return { cid: u16(whole, 2), payload: tail(whole, HEADER) };
  }

  #reset(): void {
    this.#parts = [];
    this.#have = 0;
    this.#want = 0;
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}
