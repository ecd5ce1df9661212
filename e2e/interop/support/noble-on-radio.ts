import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Medium } from '../../../src-main/ble/index.js';
import type { NobleLike, NoblePeripheral } from '../../../src-main/ble/native/noble-like.js';
import { overVirtual } from './ble-host.js';

const require = createRequire(import.meta.url);

/** What the tests use of noble's GATT client, beside what the native engine does. */
export interface NobleDescriptor {
  readonly uuid: string;
  readValueAsync(): Promise<Buffer>;
}
export interface NobleCharacteristic extends EventEmitter {
  /** Without dashes, as noble has it. */
  readonly uuid: string;
  readonly properties: string[];
  readAsync(): Promise<Buffer>;
  write(data: Buffer, withoutResponse: boolean): void;
  writeAsync(data: Buffer, withoutResponse: boolean): Promise<void>;
  subscribeAsync(): Promise<void>;
  unsubscribeAsync(): Promise<void>;
  discoverDescriptorsAsync(): Promise<NobleDescriptor[]>;
}
export interface NobleService {
  readonly uuid: string;
  discoverCharacteristicsAsync(uuids: string[]): Promise<NobleCharacteristic[]>;
}
export interface NobleGattPeripheral extends NoblePeripheral, Pick<EventEmitter, 'once'> {
  readonly mtu: number | null;
  connectAsync(): Promise<void>;
  disconnectAsync(): Promise<void>;
  discoverServicesAsync(uuids: string[]): Promise<NobleService[]>;
}
export interface Noble extends NobleLike {
  stopScanningAsync(): Promise<void>;
}

/** Stands in for the HCI socket that noble and bleno open on Linux: whole H4 packets to and from a controller, as ble-host's transport has them. */
export class SocketStandIn extends EventEmitter {
  readonly #controller: EventEmitter & { write(packet: Buffer): void };

  constructor(controller: EventEmitter) {
    super();
    this.#controller = controller as EventEmitter & { write(packet: Buffer): void };
  }

  start(): void {
    this.#controller.on('data', (packet: Buffer) => this.emit('data', packet));
  }

  write(packet: Buffer): void {
    this.#controller.write(packet);
  }

  bindRaw(): number {
    return 0;
  }

  bindUser(): number {
    return 0;
  }

  bindControl(): void {}

  setFilter(): void {}

  isDevUp(): boolean {
    return true;
  }

  stop(): void {
    this.removeAllListeners();
  }
}

/** noble itself, its own HCI code included, on a controller of the virtual radio. */
export function nobleOnRadio(medium: Medium): NobleLike {
  return nobleOn(overVirtual(medium.createController({ name: 'noble' }).openHost()));
}

/** The same on any controller. */
export function nobleOn(controller: EventEmitter): Noble {
  const Bindings = require('@abandonware/noble/lib/hci-socket/bindings');
  const withBindings = require('@abandonware/noble/with-bindings');
  const bindings = new Bindings({});
  bindings._hci._socket = new SocketStandIn(controller);
  return withBindings(bindings) as Noble;
}

/** noble on this controller, ready to scan and connect. */
export async function startNoble(controller: EventEmitter): Promise<Noble> {
  const noble = nobleOn(controller);
  await poweredOn(noble);
  return noble;
}

/** Both begin when somebody listens for their state. */
export function poweredOn(stack: { on(event: 'stateChange', listener: (state: string) => void): unknown }) {
  return new Promise<void>((resolve) => {
    stack.on('stateChange', (state) => {
      if (state === 'poweredOn') resolve();
    });
  });
}

/**
 * Scans until noble has heard this address, while `advertise` makes the peer begin: some controllers report an advertiser only when it
 * is switched on. noble connects to what it has discovered and to nothing else.
 */
export async function nobleFinds(
  noble: Noble,
  address: () => string,
  advertise: () => unknown,
): Promise<NobleGattPeripheral> {
  const heard = new Promise<NoblePeripheral>((resolve) => {
    noble.on('discover', (peripheral) => {
      if (peripheral.address.toLowerCase() === address().toLowerCase()) resolve(peripheral);
    });
  });
  await new Promise<void>((resolve, reject) => {
    noble.startScanning([], true, (error) => (error ? reject(error) : resolve()));
  });
  advertise();
  const found = await heard;
  await noble.stopScanningAsync();
  return found as NobleGattPeripheral;
}
