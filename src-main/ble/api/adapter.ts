import type { Address, AddressType } from '../../../src-shared/model/address.js';
import type { AdvertiseOptions } from './advertise-options.js';
import type { Capabilities } from './capabilities.js';
import type { Connection } from './connection.js';
import type { Device } from './device.js';
import type { Service } from './gatt-server.js';
import type { L2capChannel, L2capListenOptions } from './l2cap.js';
import type { Scanner, ScanOptions } from './scanner.js';
import type { Security } from './security.js';
import type { Trace } from './trace.js';

export type AddressMode = 'public' | 'static' | 'resolvable' | 'non-resolvable';
export type AdapterKind = 'virtual' | 'unix' | 'tcp' | 'serial' | 'usb' | 'hci' | 'native';

export interface AdapterInfo {
  /** What openAdapter takes: 'virtual:', 'tcp:127.0.0.1:9000', … */
  spec: string;
  label: string;
  kind: AdapterKind;
  state: 'available' | 'unusable' | 'open';
  /** When unusable: why, and what the user can do. */
  why?: string;
  fix?: string;
  /** Facts read from an open controller: 'Bluetooth 5.4', manufacturer, buffers. */
  version?: string;
  manufacturer?: string;
}

/** A Bluetooth radio and everything a program does with it. */
export interface Adapter {
  readonly info: AdapterInfo;
  /** The address this adapter shows to peers now. */
  readonly address: Address;
  readonly capabilities: Capabilities;
  readonly trace: Trace;
  /** Pairing: what this side can do and insists on, and the bonds it keeps. */
  readonly security: Security;
  /** GAP device name, at most 248 bytes of UTF-8. */
  name: string;
  /** GAP Appearance (2A01), of the Assigned Numbers; 0 = unknown, the default. */
  appearance: number;
  /** Which kind of own address to show, from the next scan, connect or advertise on. Setting it makes a new address where the kind is random. */
  addressMode: AddressMode;
  /** Starts a scan; a scan that was running ends first. */
  scan(options?: ScanOptions): Scanner;
  /** The one object for this address; the same that scan results hold. */
  device(address: string, type?: AddressType): Device;
  /** Advertises until a central connects; rejects 'timeout', 'aborted', 'busy' (already advertising) or 'adapter-closed'. */
  advertise(options: AdvertiseOptions): Promise<Connection>;
  /**
   * Replaces the services of this adapter's GATT server, beside GAP (1800) and GATT (1801) which it has by itself.
   * Connected clients that asked for it are told by Service Changed; their subscriptions are void. 'invalid-argument' names what is wrong.
   */
  registerServices(...services: Service[]): Promise<void>;
  /** Every central that connects from now on, also those advertise() resolves with. */
  accept(): AsyncIterable<Connection>;
  /**
   * Every channel that a peer opens to this PSM (1 to 255) from this call on, on any link. Leaving the loop ends that. Throws
   * 'invalid-argument', 'busy' when somebody listens there already, 'unsupported'.
   */
  l2capListen(psm: number, o: L2capListenOptions): AsyncIterable<L2capChannel>;
  readonly connections: readonly Connection[];
  on<K extends keyof AdapterEvents>(event: K, listener: (value: AdapterEvents[K]) => void): () => void;
  /** Everything pending rejects 'adapter-closed'. Safe to call twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface AdapterEvents extends Record<string, unknown> {
  connection: Connection;
  disconnection: Connection;
  /** The adapter is gone: null after close(), otherwise why. */
  closed: Error | null;
}
