import type { ScanHistoryEntry } from '../../src-shared/model/scan-row.js';

/** Packets kept of every device, so that one just selected has a past. */
export const SHORT_HISTORY = 20;
/** Packets kept of the device being looked at. */
export const LONG_HISTORY = 200;

interface Packet {
  /** When the newest of the equal packets came. */
  at: number;
  pdu: string;
  rssi: number | null;
  /** One character a byte: a fifth of the memory of a byte array. */
  data: string;
  repeats: number;
}

/** The last packets of one device. Equal ones of a kind in a row are one entry, whatever came between them of another kind. */
export class PacketHistory {
  #packets: Packet[] = [];
  #limit = SHORT_HISTORY;

  /** `data` as `bytesToText` gives it. */
  add(pdu: string, data: string, rssi: number | null, at: number): void {
    const last = this.#newest(pdu, this.#packets.length);
    if (last && last.data === data) {
      last.at = at;
      last.rssi = rssi;
      last.repeats += 1;
      return;
    }
    this.#packets.push({ at, pdu, rssi, data, repeats: 1 });
    if (this.#packets.length > this.#limit) this.#packets.shift();
  }

  setLimit(limit: number): void {
    this.#limit = limit;
    if (this.#packets.length > limit) this.#packets = this.#packets.slice(-limit);
  }

  /** Newest first, with the bytes that changed against the packet of that kind before. */
  entries(): ScanHistoryEntry[] {
    const list = this.#packets.map((packet, index) => ({
      at: packet.at,
      pdu: packet.pdu,
      rssi: packet.rssi,
      data: textToBytes(packet.data),
      changed: this.#changed(packet, index),
      repeats: packet.repeats,
    }));
    return list.sort((a, b) => b.at - a.at);
  }

  /** Changed bytes of the newest packet of a kind; empty when it is the first. */
  newestChanged(isKind: (pdu: string) => boolean): number[] {
    const index = this.#packets.findLastIndex((packet) => isKind(packet.pdu));
    const packet = this.#packets[index];
    return packet ? this.#changed(packet, index) : [];
  }

  #changed(packet: Packet, index: number): number[] {
    const before = this.#newest(packet.pdu, index);
    return before ? differingOffsets(before.data, packet.data) : [];
  }

  #newest(pdu: string, before: number): Packet | null {
    for (let i = before - 1; i >= 0; i -= 1) {
      const packet = this.#packets[i] as Packet;
      if (packet.pdu === pdu) return packet;
    }
    return null;
  }
}

/** Offsets in `now` that hold another byte than `before`, or that it did not have. */
function differingOffsets(before: string, now: string): number[] {
  const offsets: number[] = [];
  for (let i = 0; i < now.length; i += 1)
    if (i >= before.length || now.charCodeAt(i) !== before.charCodeAt(i)) offsets.push(i);
  return offsets;
}

/** One character a byte. */
export function bytesToText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function textToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
