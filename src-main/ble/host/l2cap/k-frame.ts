import { scratch } from '../../../../src-shared/bytes/scratch.js';
import { encode, rest, u16 } from '../hci/fields.js';

/** Of every frame: length and channel, Core Vol 3 Part A 3.1. */
export const FRAME_HEADER = 4;
/** Of the first K-frame of an SDU besides: the length of the SDU, 3.4.3. */
export const SDU_HEADER = 2;

const header = { length: u16, cid: u16 };
/** K-frames, Core Vol 3 Part A 3.4: the first of an SDU, and those that continue it. */
export const K_FRAME = {
  first: { ...header, sduLength: u16, information: rest },
  continuing: { ...header, information: rest },
} as const;

/** By the declaration. sduFrame() is the same by hand, as these are most of what a transfer sends. */
export function encodeKFrame(cid: number, information: Uint8Array, sduLength: number | null): Uint8Array {
  const length = information.length + (sduLength === null ? 0 : SDU_HEADER);
  if (sduLength === null) return encode(K_FRAME.continuing, { length, cid, information });
  return encode(K_FRAME.first, { length, cid, sduLength, information });
}

/** One K-frame with `length` bytes of an SDU's data from `from` on; with the SDU's length when it is the first. */
export function sduFrame(
  cid: number,
  data: Uint8Array,
  from: number,
  length: number,
  sduLength: number | null,
): Uint8Array {
  const at = sduLength === null ? FRAME_HEADER : FRAME_HEADER + SDU_HEADER;
  const frame = scratch(at + length);
  const payload = at - FRAME_HEADER + length;
  frame[0] = payload & 0xff;
  frame[1] = payload >> 8;
  frame[2] = cid & 0xff;
  frame[3] = cid >> 8;
  if (sduLength !== null) {
    frame[4] = sduLength & 0xff;
    frame[5] = sduLength >> 8;
  }
  frame.set(length === data.length ? data : data.subarray(from, from + length), at);
  return frame;
}

/** Up to here frames are cut from memory that is shared: see scratch(). */
const LONGEST_FRAME = 1_024;

/** The longest K-frame that fills so many ACL packets of a controller wholly, without its header: what is worth an MPS. */
export function usefulMps(aclLength: number): number {
  return Math.max(1, Math.floor(LONGEST_FRAME / aclLength)) * aclLength - FRAME_HEADER;
}

/** The MPS to send with: the peer's, or less where then each frame fills whole ACL packets. */
export function sendingMps(peerMps: number, aclLength: number): number {
  const most = Math.min(peerMps, usefulMps(aclLength));
  const packets = Math.floor((most + FRAME_HEADER) / aclLength);
  return packets > 0 ? packets * aclLength - FRAME_HEADER : most;
}
