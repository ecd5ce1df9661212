import { HCI_ERROR, HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { addressToBytes } from '../../../src-shared/model/address.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { H4 } from '../transports/transport.js';
import { AcceptList } from './accept-list.js';
import { AclBuffers } from './acl-buffers.js';
import { Advertiser } from './advertiser.js';
import type { Air } from './air.js';
import { type AirAddress, airAddress } from './air-address.js';
import { CommandQueue } from './command-queue.js';
import type { VirtualController } from './controller.js';
import { type PduLimits, SHORTEST } from './data-length.js';
import { EventMasks } from './event-masks.js';
import * as events from './events.js';
import { Initiator } from './initiator.js';
import { KeyAgreement } from './key-agreement.js';
import type { LinkEnd } from './link.js';
import { ANY_PHY, type PhyPreference } from './phy.js';
import { Privacy } from './privacy.js';
import { Random } from './random.js';
import { Scanner } from './scanner.js';
import { type ControllerStats, newStats } from './stats.js';
import { VirtualTransport } from './virtual-transport.js';

export interface ControllerSettings {
  name: string;
  address: string;
  acl: { length: number; count: number };
  rssi: number;
  rssiWalk: number;
  txPower: number;
  acceptListSize: number;
  maxLinks: number;
  seed: number;
}

const HIGHEST_HANDLE = 0x0eff;
const ALL_CHANNELS = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x1f);

const cores = new WeakMap<VirtualController, ControllerCore>();

/** The inside of a controller, for the radio's own modules. */
export function coreOf(controller: VirtualController): ControllerCore {
  const core = cores.get(controller);
  if (!core) throw new TypeError('not a virtual controller');
  return core;
}

/** State and behaviour of one controller. Programs see it through VirtualController. */
export class ControllerCore {
  readonly publicAddress: AirAddress;
  readonly random: Random;
  readonly stats: ControllerStats = newStats();
  readonly links = new Map<number, LinkEnd>();
  readonly acceptList: AcceptList;
  readonly advertiser: Advertiser;
  readonly scanner: Scanner;
  readonly initiator: Initiator;
  readonly acl: AclBuffers;
  readonly privacy: Privacy;
  masks = new EventMasks();
  keyAgreement = new KeyAgreement(this);
  randomAddress: AirAddress | null = null;
  leSupportedHost = 0;
  channelClassification: Uint8Array = ALL_CHANNELS;
  /** For new connections: what the host suggests, and which PHYs it wants. */
  suggestedDataLength: PduLimits = SHORTEST;
  defaultPhy: PhyPreference = ANY_PHY;
  #port: VirtualTransport | null = null;
  #commands: CommandQueue;
  #handle = 0;
  #walk = 0;
  #gone = false;

  constructor(
    readonly facade: VirtualController,
    readonly air: Air,
    readonly settings: ControllerSettings,
  ) {
    cores.set(facade, this);
    this.publicAddress = airAddress(0, addressToBytes(settings.address));
    this.random = new Random(settings.seed);
    this.acceptList = new AcceptList(settings.acceptListSize);
    this.advertiser = new Advertiser(this);
    this.scanner = new Scanner(this);
    this.initiator = new Initiator(this);
    this.acl = new AclBuffers(this);
    this.privacy = new Privacy(this);
    this.#commands = new CommandQueue(this);
  }

  // Host

  openHost(): VirtualTransport {
    const operation = `open ${this.settings.name}`;
    if (this.#gone) throw closedError(operation, 'the virtual controller is gone');
    if (this.#port) throw new BleError('busy', { layer: 'transport', operation });
    const port = new VirtualTransport(
      'virtual radio',
      {
        fromHost: (packet) => this.#fromHost(packet),
        hostReady: () => this.acl.pump(),
        hostGone: () => this.#hostGone(),
        dropped: () => this.#eventDropped(),
        delivered: (packet) => this.air.faults.eventDone(this.facade, packet),
      },
      (run) => this.air.scheduler.soon(run),
    );
    this.#port = port;
    return port;
  }

  get hasHost(): boolean {
    return this.#port !== null;
  }

  /** True while the host can be given packets. */
  get hostListens(): boolean {
    return this.#port !== null && !this.#port.blocked;
  }

  #eventDropped(): void {
    this.stats.eventsDropped += 1;
  }

  #hostGone(): void {
    this.#port = null;
    this.#commands.clear();
    this.reset();
  }

  #fromHost(packet: Uint8Array): void {
    if (packet[0] === H4.command) this.#commands.push(packet);
    else if (packet[0] === H4.acl) this.air.scheduler.soon(() => this.acl.fromHost(packet));
    else this.stats.malformed += 1;
  }

  // Events

  /** An event the host cannot mask out: Command Complete, Command Status, Number Of Completed Packets. */
  alwaysEvent(packet: Uint8Array): void {
    if (!this.#port) return;
    const verdict = this.air.faults.judgeEvent(this.facade, packet);
    if (verdict === 'drop') return;
    this.stats.events += 1;
    if (verdict && 'delayMs' in verdict) {
      this.air.scheduler.after(verdict.delayMs, () => this.sendRaw(packet));
      return;
    }
    this.sendRaw(verdict && 'replace' in verdict ? Uint8Array.from(verdict.replace) : packet);
    if (verdict && 'duplicate' in verdict) this.sendRaw(Uint8Array.from(packet));
  }

  event(code: number, packet: Uint8Array): void {
    if (this.masks.allows(code)) this.alwaysEvent(packet);
  }

  leEvent(subevent: number, packet: Uint8Array): void {
    if (this.masks.allowsLe(subevent)) this.alwaysEvent(packet);
  }

  /** An advertising report: a controller whose host does not keep up drops these first. */
  report(packet: Uint8Array): void {
    if (!this.masks.allowsLe(HCI_LE_EVENT.advertisingReport)) return;
    if (!this.#port || this.#port.blocked) {
      this.stats.reportsDropped += 1;
      return;
    }
    this.stats.reports += 1;
    this.alwaysEvent(packet);
  }

  sendRaw(packet: Uint8Array): void {
    const port = this.#port;
    if (port) this.air.scheduler.soon(() => port.deliver(packet));
  }

  // Radio

  /** The address of this own-address type; null while no random address has been set (7.8.4). */
  ownAddress(type: 0 | 1): AirAddress | null {
    return type === 0 ? this.publicAddress : this.randomAddress;
  }

  /** How strong this radio is heard now, in dBm: its level, with a random walk of ±1 dB a step around it. */
  nextRssi(): number {
    const { rssi, rssiWalk } = this.settings;
    if (rssiWalk <= 0) return rssi;
    this.#walk = Math.max(-rssiWalk, Math.min(rssiWalk, this.#walk + this.random.int(3) - 1));
    return Math.max(-127, Math.min(20, Math.round(rssi + this.#walk)));
  }

  isConnectedTo(address: AirAddress): boolean {
    const key = this.#identityOf(address);
    for (const end of this.links.values()) if (this.#identityOf(end.peer) === key) return true;
    return false;
  }

  /** Whether the accept list has this device, by its identity where that is known; one that hides is not heard at all. */
  accepts(address: AirAddress): boolean {
    const shown = this.privacy.shown(address);
    return shown !== null && this.acceptList.has(shown.address);
  }

  #identityOf(address: AirAddress): string {
    return this.privacy.shown(address)?.address.key ?? address.key;
  }

  /** Handles go round, so that a stale one is not taken for a new link. */
  takeHandle(): number {
    do this.#handle = this.#handle >= HIGHEST_HANDLE ? 1 : this.#handle + 1;
    while (this.links.has(this.#handle));
    return this.#handle;
  }

  connected(end: LinkEnd): void {
    this.links.set(end.handle, end);
    const { handle, role, peer, link } = end;
    const shown = this.privacy.shown(peer) ?? { address: peer, resolved: false };
    const own = end.other.peer;
    this.connectionEvent({
      status: 0,
      handle,
      role,
      peer: shown.address,
      isIdentity: shown.resolved,
      peerRpa: shown.resolved ? peer : null,
      localRpa: this.privacy.isOurs(own) ? own : null,
      ...link.parameters,
    });
  }

  /** 7.7.65.10: a host that listens for both connection events gets the enhanced one only. */
  connectionEvent(facts: events.ConnectionFacts): void {
    if (this.masks.allowsLe(HCI_LE_EVENT.enhancedConnectionComplete)) {
      this.alwaysEvent(events.enhancedConnectionComplete(facts));
    } else {
      this.leEvent(HCI_LE_EVENT.connectionComplete, events.connectionComplete(facts));
    }
  }

  advertisingTimedOut(peer: AirAddress): void {
    const status = HCI_ERROR['advertising-timeout'];
    this.connectionEvent({ status, handle: 0, role: 1, peer, interval: 0, latency: 0, timeout: 0 });
  }

  linkClosed(disconnectionComplete: Uint8Array): void {
    this.acl.tellCompleted();
    this.event(HCI_EVENT.disconnectionComplete, disconnectionComplete);
  }

  // Life

  /** 7.3.2: everything a host has set is gone, links end without a word. */
  reset(): void {
    this.advertiser.reset();
    this.scanner.reset();
    this.initiator.stop();
    this.acceptList.clear();
    this.privacy.reset();
    for (const end of [...this.links.values()]) end.vanish();
    this.acl.reset();
    this.masks = new EventMasks();
    this.keyAgreement = new KeyAgreement(this);
    this.randomAddress = null;
    this.leSupportedHost = 0;
    this.channelClassification = ALL_CHANNELS;
    this.suggestedDataLength = SHORTEST;
    this.defaultPhy = ANY_PHY;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Power loss. */
  destroy(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#commands.clear();
    this.reset();
    const port = this.#port;
    this.#port = null;
    port?.fail(closedError(`use ${this.settings.name}`, 'the virtual controller is gone'));
  }

  /** Says goodbye on every link (0x15, power off) before it goes. */
  depart(): void {
    for (const end of [...this.links.values()]) end.depart(HCI_ERROR['remote-device-terminated-due-to-power-off']);
    this.destroy();
  }
}

function closedError(operation: string, why: string): BleError {
  return new BleError('transport/closed', { layer: 'transport', operation, message: `${operation}: ${why}` });
}
