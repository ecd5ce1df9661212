import { HCI_ERROR, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import type { Air } from './air.js';
import type { AirAddress } from './air-address.js';
import type { ControllerCore } from './core.js';
import { DataLength } from './data-length.js';
import { Encryption } from './encryption.js';
import { connectionUpdateComplete, disconnectionComplete, remoteParameterRequest } from './events.js';
import { Inbox } from './inbox.js';
import type { ConnectRequest } from './initiator.js';
import { PhyUpdate } from './phy.js';
import type { Scheduled } from './scheduler.js';

export const ROLE = { central: 0, peripheral: 1 } as const;

/** Interval in 1.25 ms, latency in events, time-out in 10 ms. */
export interface LinkParameters {
  interval: number;
  latency: number;
  timeout: number;
}

export interface UpdateRequest {
  min: number;
  max: number;
  latency: number;
  timeout: number;
}

/** Vol 6 Part B 5.2: a link layer procedure without an answer loses the link. */
const PROCEDURE_TIMEOUT_MS = 40_000;
const TIMEOUT_UNIT_MS = 10;

/** One connection between two controllers. Connection events are not modelled: data goes at once, plus the latency of the air. */
export class Link {
  readonly central: LinkEnd;
  readonly peripheral: LinkEnd;
  parameters: LinkParameters;
  /** Channels in use, 37 bits, least significant first. */
  channelMap: Uint8Array;
  #silent = false;
  /** A parameter request of the peripheral that waits for the central's host. */
  #asked: { timer: Scheduled } | null = null;

  constructor(
    readonly air: Air,
    central: { core: ControllerCore; handle: number; own: AirAddress },
    peripheral: { core: ControllerCore; handle: number; own: AirAddress },
    parameters: LinkParameters,
  ) {
    this.central = new LinkEnd(this, central.core, central.handle, ROLE.central, peripheral.own);
    this.peripheral = new LinkEnd(this, peripheral.core, peripheral.handle, ROLE.peripheral, central.own);
    this.parameters = parameters;
    this.channelMap = Uint8Array.from(central.core.channelClassification);
  }

  get silent(): boolean {
    return this.#silent;
  }

  get waitsForHost(): boolean {
    return this.#asked !== null;
  }

  /** Nothing gets through any more; each end notices after the supervision time-out. */
  breakOff(): void {
    if (this.#silent) return;
    this.#silent = true;
    this.central.lose();
    this.peripheral.lose();
  }

  /** 5.1.1: the central decides; both ends change. Only a change, or what a host asked for, is told. */
  update(by: LinkEnd, request: UpdateRequest): void {
    this.#forget();
    by.carry(() => {
      this.parameters = { interval: request.max, latency: request.latency, timeout: request.timeout };
      for (const end of [this.central, this.peripheral]) end.told(0);
    });
  }

  /** 5.1.7, from the peripheral: the central's host is asked when it listens for the question, else the answer is 0x1A. */
  request(by: LinkEnd, request: UpdateRequest): void {
    by.carry(() => {
      const { core, handle } = by.other;
      if (!core.masks.allowsLe(HCI_LE_EVENT.remoteConnectionParameterRequest)) {
        by.other.carry(() => by.told(HCI_ERROR['unsupported-remote-feature']));
        return;
      }
      this.#asked = { timer: by.awaitPeer() };
      core.leEvent(HCI_LE_EVENT.remoteConnectionParameterRequest, remoteParameterRequest(handle, request));
    });
  }

  /** The central's host said no. */
  refuse(by: LinkEnd, reason: number): void {
    this.#forget();
    by.carry(() => by.other.told(reason));
  }

  /** The central changes the parameters while the peripheral's question is open: the question has lost (5.3). */
  collide(): void {
    if (!this.#asked) return;
    this.#forget();
    this.central.carry(() => this.peripheral.told(HCI_ERROR['ll-procedure-collision']));
  }

  #forget(): void {
    this.air.scheduler.cancel(this.#asked?.timer ?? null);
    this.#asked = null;
  }

  ended(): void {
    this.#forget();
  }
}

/** One controller's half of a link. */
export class LinkEnd {
  readonly inbox: Inbox;
  readonly dataLength: DataLength;
  readonly phy: PhyUpdate;
  readonly encryption: Encryption;
  /** ACL packets of the own host that the peer has not taken yet. */
  buffered = 0;
  /** An update the own host has asked for and not been answered. */
  updating = false;
  terminating = false;
  #closed = false;
  #lost: Scheduled | null = null;
  #travelling = 0;
  #lastArrival = 0;
  /** What waits for encryption to start; null when nothing has to wait. */
  #held: (() => void)[] | null = null;

  constructor(
    readonly link: Link,
    readonly core: ControllerCore,
    readonly handle: number,
    readonly role: 0 | 1,
    readonly peer: AirAddress,
  ) {
    this.inbox = new Inbox(this);
    this.dataLength = new DataLength(this);
    this.phy = new PhyUpdate(this);
    this.encryption = new Encryption(this);
  }

  get other(): LinkEnd {
    return this.role === ROLE.central ? this.link.peripheral : this.link.central;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Over the air, in order. What does not arrive because the link has died is forgotten. */
  carry(arrive: () => void): void {
    if (this.#held) this.#held.push(arrive);
    else this.transmit(arrive);
  }

  /** As carry(), also while everything else waits: the encryption procedures and termination (5.1.3). */
  transmit(arrive: () => void): void {
    const { link } = this;
    if (link.silent || this.#closed) return;
    const { scheduler, latencyMs } = link.air;
    const due = Math.max(scheduler.now() + latencyMs, this.#lastArrival);
    const land = () => {
      if (!link.silent && !this.other.closed) arrive();
    };
    if (latencyMs === 0 && this.#travelling === 0) {
      scheduler.soon(land);
      return;
    }
    this.#lastArrival = due;
    this.#travelling += 1;
    scheduler.at(due, () => {
      this.#travelling -= 1;
      land();
    });
  }

  /** 5.2: this end loses the link when the peer does not answer in time. */
  awaitPeer(): Scheduled {
    const expire = () => this.lost(HCI_ERROR['ll-response-timeout']);
    return this.link.air.scheduler.after(PROCEDURE_TIMEOUT_MS, expire);
  }

  /** What this end is given to carry waits until resume(). */
  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const arrive of held) this.transmit(arrive);
  }

  /** There and back, for procedures that need the peer. */
  ask(answer: () => void): void {
    this.carry(() => this.other.carry(answer));
  }

  /** What the controller does on a new link without being asked. */
  begin(): void {
    this.dataLength.begin();
    this.phy.begin();
  }

  /** LE Connection Update Complete. */
  told(status: number): void {
    this.updating = false;
    const event = connectionUpdateComplete(status, this.handle, this.link.parameters);
    this.core.leEvent(HCI_LE_EVENT.connectionUpdateComplete, event);
  }

  /** 5.1.6: everything sent before still arrives; the peer is told `reason`, the own host 0x16 if it was its wish. */
  terminate(reason: number, own: number = HCI_ERROR['connection-terminated-by-local-host']): void {
    this.terminating = true;
    this.transmit(() => {
      this.other.close(reason);
      this.close(own);
    });
  }

  /** Without a word to the own host: its controller leaves. The peer is told `reason`. */
  depart(reason: number): void {
    this.transmit(() => this.other.close(reason));
    this.#end();
  }

  /** Without a word to anyone: the own controller was reset or lost power. */
  vanish(): void {
    this.#end();
    this.link.breakOff();
  }

  /** The peer is not heard any more. */
  lose(): void {
    if (this.#closed || this.#lost) return;
    const reason = HCI_ERROR[this.terminating ? 'connection-terminated-by-local-host' : 'connection-timeout'];
    const wait = this.link.parameters.timeout * TIMEOUT_UNIT_MS;
    this.#lost = this.link.air.scheduler.after(wait, () => this.close(reason));
  }

  /** This end gives up on the link for `reason`; the peer hears nothing more. */
  lost(reason: number): void {
    this.close(reason);
    this.link.breakOff();
  }

  close(reason: number): void {
    if (this.#closed) return;
    this.inbox.deliverRest();
    this.#end();
    this.core.linkClosed(disconnectionComplete(this.handle, reason));
  }

  #end(): void {
    this.#closed = true;
    this.link.air.scheduler.cancel(this.#lost);
    this.encryption.stop();
    this.#held = null;
    this.inbox.clear();
    this.core.links.delete(this.handle);
    this.link.ended();
  }
}

/** Vol 6 Part B 4.5: the initiator has answered the advertiser; both are in a connection now. */
export function connectLink(
  air: Air,
  central: ControllerCore,
  peripheral: ControllerCore,
  request: ConnectRequest,
  advertiser: AirAddress,
): Link {
  const { interval, latency, timeout } = request;
  const link = new Link(
    air,
    { core: central, handle: central.takeHandle(), own: request.own },
    { core: peripheral, handle: peripheral.takeHandle(), own: advertiser },
    { interval, latency, timeout },
  );
  for (const end of [link.central, link.peripheral]) end.core.connected(end);
  for (const end of [link.central, link.peripheral]) end.begin();
  return link;
}
