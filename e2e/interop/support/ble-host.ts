import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { H4Framer } from '../../../src-main/ble/transports/h4-framer.js';
import type { HciTransport } from '../../../src-main/ble/transports/transport.js';

/** What the tests use of ble-host, a complete host stack from elsewhere, which has no types of its own. */
export interface Characteristic extends EventEmitter {
  uuid: string;
  read(done: (error: number, value: Buffer) => void): void;
  write(value: Buffer, done: (error: number) => void): void;
  writeCCCD(notify: boolean, indicate: boolean, done: (error: number) => void): void;
}
export interface RemoteService {
  uuid: string;
  discoverCharacteristics(done: (characteristics: Characteristic[]) => void): void;
}
export interface PairingFeatures {
  ioCap?: number;
  bondingFlags?: number;
  mitm?: boolean;
  sc?: boolean;
}
export interface PairingResult {
  sc: boolean;
  mitm: boolean;
  bond: boolean;
}
/** Its Security Manager of one link. Events: pairingRequest, passkeyExchange, pairingComplete, pairingFail, encrypt. */
export interface Smp extends EventEmitter {
  readonly isEncrypted: boolean;
  readonly isBonded: boolean;
  readonly hasLtk: boolean;
  readonly currentEncryptionLevel: { mitm: boolean; sc: boolean; keySize: number };
  /** Only the central's has these two. */
  startEncryption(): boolean;
  sendPairingRequest(features: PairingFeatures): boolean;
  sendSecurityRequest(bond: boolean, mitm: boolean): void;
  sendPairingFailed(reason: number): void;
  setAvailableLtk(ltk: Buffer, rand: Buffer, ediv: number, mitm: boolean, sc: boolean): void;
}
/** Its connection-oriented channel. Events: data (an SDU), credits, disconnect. */
export interface Coc extends EventEmitter {
  readonly txMtu: number;
  readonly txMps: number;
  readonly txCredits: number;
  readonly disconnected: boolean;
  send(sdu: Buffer, sent?: () => void): void;
  disconnect(): void;
  pause(): void;
  resume(): void;
}
export interface CocManager {
  connect(psm: number, initiallyPaused: boolean, rxMtu: number, done: (result: number, coc?: Coc) => void): void;
  registerLePsm(
    psm: number,
    onRequest: (
      txMtu: number,
      answer: (result: number, initiallyPaused?: boolean, rxMtu?: number) => Coc | undefined,
    ) => void,
  ): void;
}
export interface BleHostConnection extends EventEmitter {
  smp: Smp;
  l2capCoCManager: CocManager;
  peerAddress: string;
  peerAddressType: string;
  gatt: {
    currentMtu: number;
    exchangeMtu(done: (error: number) => void): void;
    discoverAllPrimaryServices(done: (services: RemoteService[]) => void): void;
  };
  readRssi(done: (status: number, rssi: number) => void): void;
  updateConnParams(parameters: object, done: (status: number, ...values: number[]) => void): void;
  disconnect(reason?: number): void;
}
export interface Report {
  address: string;
  addressType: string;
  connectable: boolean;
  rssi: number;
  rawDataItems: { type: number; data: Buffer }[];
}
export interface LocalCharacteristic {
  uuid: string;
  properties: string[];
  value?: Buffer;
  /** 'open' if absent. */
  readPerm?: string;
  notify?: (connection: BleHostConnection, value: Buffer) => void;
  indicate?: (connection: BleHostConnection, value: Buffer, done: () => void) => void;
  onWrite?: (c: BleHostConnection, needsResponse: boolean, value: Buffer, done: (error: number) => void) => void;
  onSubscriptionChange?: (c: BleHostConnection, notify: boolean, indicate: boolean, isWrite: boolean) => void;
}
export interface Manager {
  gattDb: { addServices(services: { uuid: string; characteristics: LocalCharacteristic[] }[]): void };
  setAdvertisingData(data: Buffer, done: (status: number) => void): void;
  setScanResponseData(data: Buffer, done: (status: number) => void): void;
  startAdvertising(parameters: object, done: (status: number, connection: BleHostConnection) => void): void;
  stopAdvertising(done: (status: number) => void): void;
  removeBond(identityAddressType: string, identityAddress: string): void;
  startScan(parameters: object): EventEmitter & { stopScan(): void };
  connect(
    type: string,
    address: string,
    parameters: object,
    done: (c: BleHostConnection) => void,
  ): { cancel(done: () => void): void };
}
interface BleHost {
  BleManager: {
    create(transport: EventEmitter, options: object, done: (error: Error | null, manager: Manager) => void): void;
  };
}
const require = createRequire(import.meta.url);
let { BleManager } = require('ble-host') as BleHost;

/** Its next hosts know nothing but what it has written to disk, in the working directory. */
export function restartBleHost(): void {
  for (const file of Object.keys(require.cache)) if (file.includes('/ble-host/')) delete require.cache[file];
  ({ BleManager } = require('ble-host') as BleHost);
}

/** ble-host's transport: write(packet), 'data' with a packet. Its 'close' is optional, and would throw. */
export function overVirtual(host: HciTransport): EventEmitter {
  const transport = new EventEmitter();
  host.start({ packet: (p) => transport.emit('data', Buffer.from(p)), closed: () => undefined });
  return Object.assign(transport, { write: (packet: Buffer) => host.send(packet) });
}

export function overSocket(socket: Socket): EventEmitter {
  const transport = new EventEmitter();
  const framer = new H4Framer();
  socket.on('data', (chunk) => {
    for (const packet of framer.push(chunk)) transport.emit('data', Buffer.from(packet));
  });
  return Object.assign(transport, { write: (packet: Buffer) => socket.write(packet) });
}

export function startBleHost(transport: EventEmitter, options: object = {}): Promise<Manager> {
  return new Promise((resolve, reject) => {
    BleManager.create(transport, options, (error, manager) => (error ? reject(error) : resolve(manager)));
  });
}

/** Runs one call of ble-host and fails unless it answers 0. */
export async function succeeds(run: (done: (status: number) => void) => void): Promise<void> {
  const status = await new Promise<number>(run);
  if (status !== 0) throw new Error(`ble-host answers status 0x${status.toString(16)}`);
}

/** Resolves with the HCI reason. */
export function ended(connection: BleHostConnection): Promise<number> {
  return new Promise((resolve) => connection.once('disconnect', resolve));
}
