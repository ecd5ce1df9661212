import { type Address, parseAddress } from '../../../src-shared/model/address.js';
import { invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { Air } from './air.js';
import { describeAddress } from './air-address.js';
import { ControllerCore } from './core.js';
import { ROLE } from './link.js';
import type { ControllerStats } from './stats.js';
import type { VirtualTransport } from './virtual-transport.js';

export interface ControllerOptions {
  /** For people; 'virtual 1' and so on if absent. */
  name?: string;
  /** Public address. Default: unique on its medium, made from the seed. */
  address?: string;
  /** ACL buffers: bytes each (27-65535), and how many (1-255). Default 251 x 8. */
  acl?: { length: number; count: number };
  /** dBm at which others hear it, -127 to 20. Default -50. */
  rssi?: number;
  /** Random walk around `rssi`, in ±dB. Default 0. */
  rssiWalk?: number;
  /** dBm, -127 to 20. Default 0. */
  txPower?: number;
  /** Entries of the filter accept list, 1-255. Default 16. */
  acceptListSize?: number;
  /** Connections at the same time, 1-255. Default 20. */
  maxLinks?: number;
}

/** What a controller is doing on the air. */
export interface RadioState {
  advertising: boolean;
  scanning: 'off' | 'passive' | 'active';
  initiating: boolean;
}

export interface LinkFacts {
  handle: number;
  role: 'central' | 'peripheral';
  peer: Address;
  intervalUs: number;
  latency: number;
  supervisionTimeoutMs: number;
  /** In force: octets of payload in one data PDU (27-251) and µs of one packet (328-2120), from this end and to it. */
  dataLength: { txOctets: number; txTimeUs: number; rxOctets: number; rxTimeUs: number };
  phy: { tx: '1M' | '2M'; rx: '1M' | '2M' };
  encrypted: boolean;
  /** Times the key has been changed since the link is encrypted. */
  keyRefreshes: number;
}

/** An LE controller on a virtual radio, Core 5.4 Vol 4 Part E and Vol 6 Part B. Made by Medium.createController(). */
export class VirtualController {
  readonly id: number;
  #core: ControllerCore;
  #left: (controller: VirtualController) => void;

  /** For Medium only. Throws BleError 'invalid-argument'. */
  constructor(
    air: Air,
    place: { id: number; seed: number; address: string; left: (controller: VirtualController) => void },
    options: ControllerOptions,
  ) {
    this.id = place.id;
    this.#left = place.left;
    const { acl = { length: 251, count: 8 } } = options;
    this.#core = new ControllerCore(this, air, {
      name: options.name ?? `virtual ${place.id}`,
      address: parseAddress(options.address ?? place.address),
      acl: {
        length: within('acl.length', acl.length, 27, 65535),
        count: within('acl.count', acl.count, 1, 255),
      },
      rssi: within('rssi', options.rssi ?? -50, -127, 20),
      rssiWalk: within('rssiWalk', options.rssiWalk ?? 0, 0, 60),
      txPower: within('txPower', options.txPower ?? 0, -127, 20),
      acceptListSize: within('acceptListSize', options.acceptListSize ?? 16, 1, 255),
      maxLinks: within('maxLinks', options.maxLinks ?? 20, 1, 255),
      seed: place.seed,
    });
  }

  /** Public device address. */
  get address(): string {
    return this.#core.settings.address;
  }

  get name(): string {
    return this.#core.settings.name;
  }

  set name(name: string) {
    this.#core.settings.name = name;
  }

  /** dBm at which others hear it, before the random walk. */
  get rssi(): number {
    return this.#core.settings.rssi;
  }

  set rssi(dBm: number) {
    this.#core.settings.rssi = within('rssi', dBm, -127, 20);
  }

  /** True while a host has it open. */
  get hasHost(): boolean {
    return this.#core.hasHost;
  }

  get state(): RadioState {
    const { advertiser, scanner, initiator } = this.#core;
    return {
      advertising: advertiser.on,
      scanning: scanner.on ? (scanner.active ? 'active' : 'passive') : 'off',
      initiating: initiator.on,
    };
  }

  get links(): readonly LinkFacts[] {
    return [...this.#core.links.values()].map(
      ({ handle, role, peer, link, dataLength: { tx, rx }, phy, encryption }) => ({
        handle,
        role: role === ROLE.central ? 'central' : 'peripheral',
        peer: describeAddress(peer),
        intervalUs: link.parameters.interval * 1250,
        latency: link.parameters.latency,
        supervisionTimeoutMs: link.parameters.timeout * 10,
        dataLength: { txOctets: tx.octets, txTimeUs: tx.time, rxOctets: rx.octets, rxTimeUs: rx.time },
        phy: { tx: `${phy.tx}M`, rx: `${phy.rx}M` },
        encrypted: encryption.on,
        keyRefreshes: encryption.refreshes,
      }),
    );
  }

  /** A copy of the counters. */
  get stats(): ControllerStats {
    return { ...this.#core.stats };
  }

  /**
   * The host's side, one host at a time: throws BleError 'busy' while one is open, 'transport/closed' when the
   * controller is gone. Closing it resets the controller as HCI Reset does, and frees it for the next host.
   */
  openHost(): VirtualTransport {
    return this.#core.openHost();
  }

  /** Power loss: the host's transport closes with BleError 'transport/closed', peers see supervision time-out. */
  destroy(): void {
    if (this.#core.gone) return;
    this.#core.destroy();
    this.#left(this);
  }

  /** Switches off in order: peers are told 0x15 (power off), then as destroy(). */
  leave(): Promise<void> {
    if (!this.#core.gone) {
      this.#core.depart();
      this.#left(this);
    }
    return Promise.resolve();
  }
}

function within(field: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw invalidArgument(
      'create virtual controller',
      `${field} is ${value}, not a whole number from ${min} to ${max}`,
    );
  }
  return value;
}
