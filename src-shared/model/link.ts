import type { AddressKind, AddressType } from './address.js';
import type { ErrorInfo } from './ble-error.js';

/** One operation of a link's queue, waiting or on the air. */
export interface LinkOperation {
  id: number;
  /** In words: 'Read Battery Level', 'Discover', 'Exchange MTU'. */
  title: string;
  handle: number | null;
  state: 'waiting' | 'running';
  /** Milliseconds since the epoch. */
  since: number;
  /** Of one made of many: how many of them are done. */
  progress?: { done: number; total: number };
}

export type PhyName = '1M' | '2M' | 'coded';

/** How far a discovery is. */
export interface DiscoveryState {
  /** Services found. */
  services: number;
  /** Those of them whose whole content is known. */
  explored: number;
  characteristics: number;
}

/** What the explorer knows of one link, as it crosses IPC. Its database and its values travel apart. */
export interface LinkState {
  /** Small integer, stable while the tab is open, also over reconnections. */
  id: number;
  address: string;
  addressType: AddressType;
  addressKind: AddressKind | 'identifier';
  name: string | null;
  virtual: boolean;
  state: 'connecting' | 'discovering' | 'connected' | 'lost' | 'failed' | 'disconnected';
  /** Of 'failed' and 'lost': why. Of 'connected': why discovery failed. */
  error: ErrorInfo | null;
  /** When the state began, milliseconds since the epoch. */
  since: number;
  mtu: number;
  /** dBm, newest reading. */
  rssi: number | null;
  /** Null while there is no link. */
  parameters: { intervalUs: number; latency: number; supervisionTimeoutMs: number } | null;
  /** PHY each way and bytes of a data PDU each way; null while there is no link, and where the system does not tell. */
  phy: { tx: PhyName; rx: PhyName } | null;
  dataLength: { txOctets: number; rxOctets: number } | null;
  security: {
    encrypted: boolean;
    authenticated: boolean;
    bonded: boolean;
    keySize: number;
    secureConnections: boolean;
  };
  /** Rises with every discovery; 0 = none yet. */
  treeRevision: number;
  /** While a discovery runs. */
  discovery: DiscoveryState | null;
  /** Handles of which the device has said, since the last discovery, that they are not what they were: Core Vol 3 Part G 7.1. */
  servicesChanged: { startHandle: number; endHandle: number } | null;
  operations: LinkOperation[];
  /**
   * What we have configured, by value handle: bit 1 notify, bit 2 indicate. Pending: the user had it on a connection before,
   * and on this one it is not yet in force, or there is none; it comes back by itself after reconnecting.
   */
  subscriptions: { handle: number; bits: number; pending?: boolean }[];
}

export type ValueKind = 'read' | 'written' | 'notification' | 'indication';

/** Newest value of one attribute. */
export interface AttributeValue {
  handle: number;
  data: Uint8Array;
  at: number;
  kind: ValueKind;
  /** Values so far. */
  count: number;
  /** Values a second over the last seconds. */
  rate: number;
  /** Why the last read or write of it failed; null when it did not. */
  error: ErrorInfo | null;
}

export interface HistoryEntry {
  at: number;
  kind: ValueKind;
  data: Uint8Array;
}
