import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { poweredOn, SocketStandIn } from './noble-on-radio.js';

const require = createRequire(import.meta.url);
const OWN_HOST = '@abandonware/bleno/lib/hci-socket/bindings';
const SYSTEM = '@abandonware/bleno/lib/mac/bindings';

/** What the tests use of bleno, a GATT server from elsewhere for one central at a time. */
export interface BlenoCharacteristicOptions {
  /** With or without dashes. */
  uuid: string;
  properties: string[];
  /** Fixed; only for what can be read and nothing else. */
  value?: Buffer;
  descriptors?: unknown[];
  onReadRequest?: (offset: number, answer: (result: number, data?: Buffer) => void) => void;
  onWriteRequest?: (data: Buffer, offset: number, withoutResponse: boolean, answer: (result: number) => void) => void;
  onSubscribe?: (maxLength: number, update: (data: Buffer) => void) => void;
  onUnsubscribe?: () => void;
  /** An indication was confirmed. */
  onIndicate?: () => void;
}
export interface Bleno extends EventEmitter {
  /** Of its controller, known when it is ready. */
  readonly address: string;
  PrimaryService: new (options: { uuid: string; characteristics: unknown[] }) => object;
  Characteristic: new (options: BlenoCharacteristicOptions) => object;
  Descriptor: new (options: { uuid: string; value: Buffer }) => object;
  setServices(services: object[], done?: (error?: Error) => void): void;
  startAdvertising(name: string, uuids: string[], done?: (error?: Error) => void): void;
  stopAdvertising(done?: () => void): void;
  disconnect(): void;
}

/** A bleno of its own on this controller, ready to advertise. The package keeps one for a whole program, so it is loaded afresh. */
export async function startBleno(controller: EventEmitter): Promise<Bleno> {
  for (const path of Object.keys(require.cache))
    if (/@abandonware[\\/]bleno[\\/]/.test(path)) delete require.cache[path];
  const bindings = require(OWN_HOST);
  bindings._hci._socket = new SocketStandIn(controller);
  // There it would take the system's Bluetooth; its own host is what is tested, on every system.
  if (process.platform === 'darwin') require.cache[require.resolve(SYSTEM)] = require.cache[require.resolve(OWN_HOST)];
  const Bleno = require('@abandonware/bleno/lib/bleno');
  const bleno = new Bleno() as Bleno;
  await poweredOn(bleno);
  return bleno;
}
