import { HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { dataLengthChange } from './events.js';
import type { LinkEnd } from './link.js';

/** Longest payload of a data PDU in octets, and longest packet in µs. */
export interface PduLimits {
  readonly octets: number;
  readonly time: number;
}

/** What every link layer can do, and a link starts with (Vol 6 Part B 4.5.10). */
export const SHORTEST: PduLimits = { octets: 27, time: 328 };
/** What these controllers can do in both directions: the longest PDU on the 1M PHY. More time is for the Coded PHY. */
export const LONGEST: PduLimits = { octets: 251, time: 2120 };

/** What LL_LENGTH_REQ and LL_LENGTH_RSP say of their sender. */
interface Offer {
  tx: PduLimits;
  rx: PduLimits;
}

/** How long data PDUs may be on one end of a link, and the Data Length Update procedure, Core 5.4 Vol 6 Part B 5.1.9. */
export class DataLength {
  #wanted: PduLimits;
  #tx = SHORTEST;
  #rx = SHORTEST;

  constructor(private readonly end: LinkEnd) {
    this.#wanted = end.core.suggestedDataLength;
  }

  /** In force from this end to its peer. */
  get tx(): PduLimits {
    return this.#tx;
  }

  /** In force from the peer to this end. */
  get rx(): PduLimits {
    return this.#rx;
  }

  /** The link is new: 4.5.10 wants the update as soon as it is of use. */
  begin(): void {
    if (!same(this.#wanted, SHORTEST)) this.#update();
  }

  /** The host wants to send up to this; what is more than a controller can do, the peer's limit cuts off. */
  set(wanted: PduLimits): void {
    this.#wanted = wanted;
    this.#update();
  }

  #update(): void {
    const peer = this.end.other.dataLength;
    const request = this.#offer();
    this.end.carry(() => {
      peer.#hear(request);
      const response = peer.#offer();
      peer.end.carry(() => this.#hear(response));
    });
  }

  #offer(): Offer {
    return { tx: this.#wanted, rx: LONGEST };
  }

  /** 7.7.65.7: the host is told of a change, and of nothing else. */
  #hear(peer: Offer): void {
    const tx = least(this.#wanted, peer.rx);
    const rx = least(LONGEST, peer.tx);
    if (same(tx, this.#tx) && same(rx, this.#rx)) return;
    this.#tx = tx;
    this.#rx = rx;
    const { core, handle } = this.end;
    core.leEvent(HCI_LE_EVENT.dataLengthChange, dataLengthChange(handle, tx, rx));
  }
}

function least(a: PduLimits, b: PduLimits): PduLimits {
  return { octets: Math.min(a.octets, b.octets), time: Math.min(a.time, b.time) };
}

function same(a: PduLimits, b: PduLimits): boolean {
  return a.octets === b.octets && a.time === b.time;
}
