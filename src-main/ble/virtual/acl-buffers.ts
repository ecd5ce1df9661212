import { HCI_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { tail } from '../../../src-shared/bytes/tail.js';
import type { ControllerCore } from './core.js';
import { aclPacket, dataBufferOverflow, numberOfCompletedPackets } from './events.js';
import { HostFlow } from './host-flow.js';
import { PB } from './inbox.js';
import type { LinkEnd } from './link.js';

const HEADER = 5;

/** A controller's ACL buffers in both directions, Core 5.4 Vol 4 Part E 4.1 and 4.2. */
export class AclBuffers {
  hostFlow = new HostFlow();
  #completed = new Map<number, number>();

  constructor(private readonly core: ControllerCore) {}

  /** The host can be given a packet now. */
  get open(): boolean {
    return this.core.hostListens && this.hostFlow.free;
  }

  /** The host has a buffer, though it may be reading something else. */
  get roomAtHost(): boolean {
    return this.core.hasHost && this.hostFlow.free;
  }

  /** Most bytes of data in one packet to the host. */
  get longestToHost(): number {
    return Math.min(this.core.settings.acl.length, this.hostFlow.length);
  }

  toHost(handle: number, boundary: number, data: Uint8Array): void {
    this.core.stats.aclToHost += 1;
    this.core.sendRaw(aclPacket(handle, boundary, data));
  }

  /** The host takes packets again. */
  pump(): void {
    for (const end of this.core.links.values()) end.inbox.pump();
  }

  /** The peer's host has an ACL packet of this host; 7.7.19. Several that complete together are told together. */
  completed(end: LinkEnd): void {
    if (end.closed) return;
    end.buffered -= 1;
    if (this.#completed.size === 0) this.core.air.scheduler.soon(() => this.tellCompleted());
    this.#completed.set(end.handle, (this.#completed.get(end.handle) ?? 0) + 1);
  }

  tellCompleted(): void {
    if (this.#completed.size === 0) return;
    const packet = numberOfCompletedPackets(this.#completed);
    this.#completed = new Map();
    this.core.alwaysEvent(packet);
  }

  reset(): void {
    this.hostFlow = new HostFlow();
    this.#completed = new Map();
  }

  fromHost(packet: Uint8Array): void {
    const { stats, links, settings } = this.core;
    stats.aclFromHost += 1;
    const head = (packet[1] ?? 0) | ((packet[2] ?? 0) << 8);
    const length = (packet[3] ?? 0) | ((packet[4] ?? 0) << 8);
    if (packet.length < HEADER || packet.length !== HEADER + length) {
      stats.malformed += 1;
      return;
    }
    const end = links.get(head & 0x0fff);
    const boundary = (head >> 12) & 0b11;
    const wellFormed = boundary !== 0b11 && head >> 14 === 0 && length > 0 && length <= settings.acl.length;
    if (!end || end.terminating || !wellFormed) {
      stats.aclDropped += 1;
      return;
    }
    if (this.#used() >= settings.acl.count) {
      stats.aclOverflows += 1;
      this.core.event(HCI_EVENT.dataBufferOverflow, dataBufferOverflow());
      return;
    }
    end.buffered += 1;
    this.#transmit(end, packet);
  }

  #used(): number {
    let total = 0;
    for (const end of this.core.links.values()) total += end.buffered;
    return total;
  }

  #transmit(end: LinkEnd, packet: Uint8Array): void {
    const { air, facade } = this.core;
    const verdict = air.faults.judgeAcl(facade, packet);
    if (verdict === 'drop') {
      this.completed(end);
      return;
    }
    if (verdict && 'delayMs' in verdict) {
      air.scheduler.after(verdict.delayMs, () => send(end, packet, true));
      return;
    }
    send(end, verdict && 'replace' in verdict ? Uint8Array.from(verdict.replace) : packet, true);
    if (verdict && 'duplicate' in verdict) send(end, packet, false);
  }
}

function send(end: LinkEnd, packet: Uint8Array, counts: boolean): void {
  const continues = (((packet[2] ?? 0) >> 4) & 0b11) === PB.continuing;
  const data = tail(packet, HEADER);
  end.carry(() => end.other.inbox.arrive(continues ? PB.continuing : PB.first, data, counts));
}
