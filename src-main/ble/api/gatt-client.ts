import type { Uuid, UuidLike } from '../../../src-shared/model/uuid.js';
import type { Connection } from './connection.js';
import type { Op } from './options.js';

/** Reads and writes of a peer's attribute. */
export interface AccessOptions extends Op {
  /** When the peer asks for more security, pair and try once more. Default: openAdapter's autoPair. */
  pair?: boolean;
}

export interface ReadOptions extends AccessOptions {
  /** Send the request although the characteristic does not have the property. */
  force?: boolean;
}

export interface WriteOptions extends AccessOptions {
  /** Default: with response when only write is offered, or when the data is longer than MTU - 3. */
  response?: boolean;
  /** Prepare each part, compare what the peer echoes, then execute; cancelled on a difference. */
  reliable?: boolean;
  /** Without response, signed by the key of the bond: for links that are not encrypted. 'unsupported' without such a bond. */
  signed?: boolean;
  /** Send although the characteristic does not have the property. */
  force?: boolean;
}

/** How far the discovery of a database is. */
export interface DiscoveryProgress {
  /** Services found. */
  services: number;
  /** Those of them whose whole content is known. */
  explored: number;
  characteristics: number;
}

export interface DiscoverOptions extends Op {
  /** Called after every answer of the peer that told something new. */
  onProgress?: (progress: DiscoveryProgress) => void;
}

export interface SubscribeOptions extends AccessOptions {
  /** Defaults: notify true, indicate false. Both false: unsubscribe. */
  notify?: boolean;
  indicate?: boolean;
  /** Values kept while nobody takes them, default 64 for each kind. The oldest go first and are counted. */
  queue?: number;
}

export interface CharacteristicValue {
  data: Uint8Array;
  kind: 'notification' | 'indication';
  /** Milliseconds since the epoch. */
  at: number;
}

/** A service of the peer, identified by its handles. */
export interface ClientService {
  readonly uuid: Uuid;
  readonly connection: Connection;
  readonly startHandle: number;
  readonly endHandle: number;
  /** First characteristic with this UUID in handle order, or null. */
  characteristic(uuid: UuidLike, o?: Op): Promise<ClientCharacteristic | null>;
  /** In handle order. Leaving the loop ends the discovery; what fails on the way rejects. */
  characteristics(uuid?: UuidLike, o?: Op): AsyncIterable<ClientCharacteristic>;
  includes(o?: Op): AsyncIterable<ClientService>;
}

/** A characteristic of the peer. One object per connection and handle. */
export interface ClientCharacteristic {
  readonly uuid: Uuid;
  /** Bits of PROPERTY: 0x02 read, 0x04 write without response, 0x08 write, 0x10 notify, 0x20 indicate. */
  readonly properties: number;
  readonly declarationHandle: number;
  readonly valueHandle: number;
  readonly endHandle: number;
  readonly service: ClientService;
  readonly connection: Connection;
  descriptor(uuid: UuidLike, o?: Op): Promise<ClientDescriptor | null>;
  descriptors(o?: Op): AsyncIterable<ClientDescriptor>;
  /** The whole value, however long. 'unsupported' (local) without the read property. */
  read(o?: ReadOptions): Promise<Uint8Array>;
  /** Long values by prepare and execute; too long without response is 'invalid-argument'. */
  write(data: Uint8Array | string, o?: WriteOptions): Promise<void>;
  subscribe(o?: SubscribeOptions): Promise<void>;
  /** Next notification; one that waits is given at once. No default time limit. */
  notified(o?: Op): Promise<Uint8Array>;
  indicated(o?: Op): Promise<Uint8Array>;
  /** Every value from this call on, in a bounded copy of its own. */
  values(): AsyncIterable<CharacteristicValue>;
  /** Values lost because nobody took them in time. */
  readonly dropped: number;
}

export interface ClientDescriptor {
  readonly uuid: Uuid;
  readonly handle: number;
  readonly characteristic: ClientCharacteristic;
  read(o?: Op): Promise<Uint8Array>;
  write(data: Uint8Array | string, o?: Op): Promise<void>;
}

/** Objects for a database that is known already, from discover() on this link or kept from an earlier one. */
export interface KnownDatabase {
  readonly services: readonly ClientService[];
  characteristic(valueHandle: number): ClientCharacteristic | null;
  descriptor(handle: number): ClientDescriptor | null;
}

export type { GattTree, GattTreeCharacteristic, GattTreeService } from '../../../src-shared/model/gatt-tree.js';
