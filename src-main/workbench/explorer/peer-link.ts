import type { AddressType } from '../../../src-shared/model/address.js';
import type { GattTree } from '../../../src-shared/model/gatt-tree.js';
import type { AccessOptions, AdapterInfo, Capabilities, Connection, DiscoverOptions, Op } from '../../ble/index.js';

/** What the explorer needs of the BLE core, and no more: a test can be it. */

export interface PeerCharacteristic {
  read(o?: AccessOptions & { force?: boolean }): Promise<Uint8Array>;
  write(
    data: Uint8Array,
    o?: AccessOptions & { response?: boolean; reliable?: boolean; force?: boolean },
  ): Promise<void>;
  subscribe(o?: AccessOptions & { notify?: boolean; indicate?: boolean; queue?: number }): Promise<void>;
  values(): AsyncIterable<PeerValue>;
}

export interface PeerValue {
  data: Uint8Array;
  kind: 'notification' | 'indication';
  /** Milliseconds since the epoch. */
  at: number;
}

export interface PeerDescriptor {
  read(o?: AccessOptions): Promise<Uint8Array>;
  write(data: Uint8Array, o?: AccessOptions): Promise<void>;
}

/** The attributes of a database as objects, by handle. */
export interface KnownAttributes {
  characteristic(valueHandle: number): PeerCharacteristic | null;
  descriptor(handle: number): PeerDescriptor | null;
}

type LinkFacts =
  | 'mtu'
  | 'parameters'
  | 'phy'
  | 'dataLength'
  | 'setPhy'
  | 'encrypted'
  | 'authenticated'
  | 'bonded'
  | 'keySize'
  | 'secureConnections'
  | 'signal'
  | 'isConnected'
  | 'disconnect'
  | 'updateParameters'
  | 'readRssi'
  | 'on';

export interface PeerLink extends Pick<Connection, LinkFacts> {
  exchangeMtu(mtu?: number, o?: Op): Promise<number>;
  discover(o?: DiscoverOptions): Promise<GattTree>;
  known(tree: GattTree): KnownAttributes;
}

export interface PeerAdapter {
  readonly info: Pick<AdapterInfo, 'kind'>;
  readonly capabilities: Pick<Capabilities, 'readRssi' | 'realAddresses' | 'phy'>;
  device(address: string, type: AddressType): { connect(o: Op): Promise<PeerLink> };
}
