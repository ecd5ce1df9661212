import type { LinkEnd } from './link.js';

/** Packet boundary flags of ACL data, Vol 4 Part E 5.4.2. */
export const PB = { firstNonFlushable: 0b00, continuing: 0b01, first: 0b10 } as const;

interface Arrived {
  boundary: number;
  data: Uint8Array;
  taken: number;
  /** False for a copy that a fault has made: its sender's buffer is given back once only. */
  counts: boolean;
}

/**
 * Data that has come over the air and waits for the own host. It goes on as fast as the host takes it, cut to what
 * the host can hold; only then is its sender told that its packet is complete.
 */
export class Inbox {
  #waiting: Arrived[] = [];
  /** Packets the host has been given and not yet given back, under controller-to-host flow control. */
  #unreturned = 0;

  constructor(private readonly end: LinkEnd) {}

  arrive(boundary: number, data: Uint8Array, counts: boolean): void {
    this.#waiting.push({ boundary, data, taken: 0, counts });
    this.pump();
  }

  pump(): void {
    const { core } = this.end;
    while (core.acl.open && this.#step()) {
      // One host packet a step.
    }
  }

  /** What has come goes before the next event, as far as the host's flow control lets it. */
  flush(): void {
    const { core } = this.end;
    while (core.acl.roomAtHost && this.#step()) {
      // A host that is not reading finds the rest in its transport.
    }
  }

  /** The link ends: what came before it goes first. */
  deliverRest(): void {
    this.flush();
    this.end.core.stats.aclDropped += this.#waiting.length;
  }

  /** The host has freed buffers it used for this link. */
  returned(count: number): void {
    const freed = Math.min(count, this.#unreturned);
    this.#unreturned -= freed;
    this.end.core.acl.hostFlow.returned(freed);
  }

  clear(): void {
    this.#waiting = [];
    this.returned(this.#unreturned);
  }

  #step(): boolean {
    const packet = this.#waiting[0];
    if (!packet) return false;
    const { core, handle, other } = this.end;
    const { data, taken } = packet;
    const isWhole = taken === 0 && data.length <= core.acl.longestToHost;
    const piece = isWhole ? data : data.subarray(taken, taken + core.acl.longestToHost);
    const continues = packet.taken > 0 || packet.boundary === PB.continuing;
    if (core.acl.hostFlow.take()) this.#unreturned += 1;
    core.acl.toHost(handle, continues ? PB.continuing : PB.first, piece);
    packet.taken += piece.length;
    if (packet.taken >= packet.data.length) {
      this.#waiting.shift();
      if (packet.counts) other.core.acl.completed(other);
    }
    return true;
  }
}
