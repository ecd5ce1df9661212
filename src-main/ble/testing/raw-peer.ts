import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../src-shared/bytes/byte-writer.js';
import { hexNumber, toHex } from '../../../src-shared/bytes/hex.js';
import { addressToBytes } from '../../../src-shared/model/address.js';
import { H4, type HciTransport } from '../transports/transport.js';
import type { ControllerOptions, VirtualController } from '../virtual/controller.js';
import type { Medium } from '../virtual/medium.js';

export interface RawAdvertising {
  data?: ArrayLike<number>;
  scanResponse?: ArrayLike<number>;
  /** In 0.625 ms; default 0x20 (20 ms). */
  interval?: number;
  /** ADV_TYPE; default ADV_IND. */
  type?: number;
  ownType?: number;
  peer?: { address: string; type?: number };
  channelMap?: number;
  filterPolicy?: number;
}

export interface RawScanning {
  active?: boolean;
  /** In 0.625 ms; default 0x10 for both, which hears everything. */
  interval?: number;
  window?: number;
  ownType?: number;
  policy?: number;
  filterDuplicates?: boolean;
}

export interface RawConnecting {
  /** Absent: the accept list. */
  peer?: { address: string; type?: number };
  ownType?: number;
  /** In 1.25 ms, events, 10 ms. Defaults 24 (30 ms), 0, 100 (1 s). */
  interval?: number;
  latency?: number;
  timeout?: number;
}

/** One L2CAP frame, put together from its fragments. */
export interface RawFrame {
  handle: number;
  cid: number;
  payload: Uint8Array;
}

type Match = (event: Uint8Array) => boolean;

const FIRST = 0b00;
const CONTINUING = 0b01;
const EVERYTHING = new Uint8Array(8).fill(0xff);
/** All LE events but Enhanced Connection Complete, so that connections come as 7.7.65.1. */
const PLAIN_LE_EVENTS = Uint8Array.of(0xff, 0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

/**
 * A host of bare HCI packets, for tests: it does what the script says and nothing else, keeps every packet it gets,
 * and knows no layer above L2CAP framing. Events are H4 packets: [0x04, code, length, …].
 */
export class RawPeer {
  /** Everything the controller sent, in order. */
  readonly packets: Uint8Array[] = [];
  /** What the transport closed with; undefined while it is open. */
  closedWith: Error | null | undefined;
  #events: Uint8Array[] = [];
  #eventWaiters: { match: Match; done: (event: Uint8Array) => void; fail: (error: Error) => void }[] = [];
  #frames: RawFrame[] = [];
  #frameWaiters: { match: (frame: RawFrame) => boolean; done: (frame: RawFrame) => void; fail: (e: Error) => void }[] =
    [];
  #partial = new Map<number, Uint8Array>();
  #transport: HciTransport;

  constructor(
    transport: HciTransport,
    /** Where the transport leads to; only for a virtual one. */
    private readonly virtual: VirtualController | null = null,
    /** ACL data bytes a packet. */
    private readonly aclLength = 27,
  ) {
    this.#transport = transport;
    transport.start({ packet: (packet) => this.#take(packet), closed: (error) => this.#closed(error) });
  }

  /** A controller of its own on this medium, reset, with every event unmasked. */
  static async open(medium: Medium, options: ControllerOptions = {}): Promise<RawPeer> {
    const controller = medium.createController(options);
    const peer = new RawPeer(controller.openHost(), controller, options.acl?.length ?? 251);
    await peer.reset();
    return peer;
  }

  get controller(): VirtualController {
    if (!this.virtual) throw new Error('this peer is not on a virtual controller');
    return this.virtual;
  }

  /** Reset, then every event but Enhanced Connection Complete unmasked. */
  async reset(): Promise<void> {
    await this.ok(HCI_COMMAND.reset);
    await this.ok(HCI_COMMAND.setEventMask, EVERYTHING);
    await this.ok(HCI_COMMAND.setEventMaskPage2, EVERYTHING);
    await this.ok(HCI_COMMAND.leSetEventMask, PLAIN_LE_EVENTS);
  }

  /** Return parameters, status first: of Command Complete all of them, of Command Status the status alone. */
  async command(opcode: number, parameters: ArrayLike<number> = []): Promise<Uint8Array> {
    // Only an answer from now on: one to an earlier sendCommand() may still lie there.
    const answer = this.#nextEvent((event) => answers(event, opcode));
    this.sendCommand(opcode, parameters);
    const event = await answer;
    return event[1] === HCI_EVENT.commandComplete ? event.slice(6) : event.slice(3, 4);
  }

  /** As command(), but an error status rejects. */
  async ok(opcode: number, parameters: ArrayLike<number> = []): Promise<Uint8Array> {
    const returns = await this.command(opcode, parameters);
    if (returns[0] !== 0)
      throw new Error(`command ${hexNumber(opcode, 4)} ended with ${hexNumber(returns[0] ?? 0, 2)}`);
    return returns;
  }

  /** Sends a command and does not wait. */
  sendCommand(opcode: number, parameters: ArrayLike<number> = []): void {
    const w = new ByteWriter().u8(H4.command).u16(opcode).u8(parameters.length).bytes(parameters);
    this.sendRaw(w.finish());
  }

  sendRaw(packet: Uint8Array): void {
    this.#transport.send(packet);
  }

  /** The next event that matches, among those not yet taken; by predicate or event code. */
  waitEvent(which: Match | number): Promise<Uint8Array> {
    const match: Match = typeof which === 'number' ? (event) => event[1] === which : which;
    const found = take(this.#events, match);
    return found ? Promise.resolve(found) : this.#nextEvent(match);
  }

  #nextEvent(match: Match): Promise<Uint8Array> {
    if (this.closedWith !== undefined) return Promise.reject(this.closedWith ?? new Error('closed'));
    return new Promise((done, fail) => this.#eventWaiters.push({ match, done, fail }));
  }

  /** The next LE event with this subevent code. */
  waitLe(subevent: number): Promise<Uint8Array> {
    return this.waitEvent((event) => event[1] === HCI_EVENT.leMeta && event[3] === subevent);
  }

  /** Takes every event that is there and matches. */
  takeEvents(which: Match | number): Uint8Array[] {
    const match: Match = typeof which === 'number' ? (event) => event[1] === which : which;
    const taken = this.#events.filter(match);
    this.#events = this.#events.filter((event) => !match(event));
    return taken;
  }

  takeLe(subevent: number): Uint8Array[] {
    return this.takeEvents((event) => event[1] === HCI_EVENT.leMeta && event[3] === subevent);
  }

  /** Sends one L2CAP frame in as many ACL packets as it needs, without minding the controller's buffers. */
  send(handle: number, cid: number, payload: ArrayLike<number>): void {
    const frame = new ByteWriter().u16(payload.length).u16(cid).bytes(payload).finish();
    for (let at = 0; at < frame.length; at += this.aclLength) {
      this.sendAcl(handle, at === 0 ? FIRST : CONTINUING, frame.subarray(at, at + this.aclLength));
    }
  }

  sendAcl(handle: number, boundary: number, data: ArrayLike<number>): void {
    const w = new ByteWriter().u8(H4.acl);
    w.u16(handle | (boundary << 12))
      .u16(data.length)
      .bytes(data);
    this.sendRaw(w.finish());
  }

  /** Payload of the next L2CAP frame on this link and channel. */
  async expect(handle: number, cid: number): Promise<Uint8Array> {
    const match = (frame: RawFrame) => frame.handle === handle && frame.cid === cid;
    const found = take(this.#frames, match);
    if (found) return found.payload;
    const frame = await new Promise<RawFrame>((done, fail) => this.#frameWaiters.push({ match, done, fail }));
    return frame.payload;
  }

  async advertise(options: RawAdvertising = {}): Promise<void> {
    const { interval = 0x20, type = 0, ownType = 0, peer, channelMap = 7, filterPolicy = 0 } = options;
    const parameters = new ByteWriter().u16(interval).u16(interval).u8(type).u8(ownType);
    parameters.u8(peer?.type ?? 0).bytes(addressToBytes(peer?.address ?? '00:00:00:00:00:00'));
    await this.ok(HCI_COMMAND.leSetAdvertisingParameters, parameters.u8(channelMap).u8(filterPolicy).finish());
    await this.ok(HCI_COMMAND.leSetAdvertisingData, dataParameter(options.data ?? []));
    await this.ok(HCI_COMMAND.leSetScanResponseData, dataParameter(options.scanResponse ?? []));
    await this.ok(HCI_COMMAND.leSetAdvertisingEnable, [1]);
  }

  async stopAdvertising(): Promise<void> {
    await this.ok(HCI_COMMAND.leSetAdvertisingEnable, [0]);
  }

  async scan(options: RawScanning = {}): Promise<void> {
    const { active = false, interval = 0x10, window = interval, ownType = 0, policy = 0 } = options;
    const parameters = new ByteWriter().u8(active ? 1 : 0).u16(interval);
    await this.ok(HCI_COMMAND.leSetScanParameters, parameters.u16(window).u8(ownType).u8(policy).finish());
    await this.ok(HCI_COMMAND.leSetScanEnable, [1, options.filterDuplicates ? 1 : 0]);
  }

  async stopScan(): Promise<void> {
    await this.ok(HCI_COMMAND.leSetScanEnable, [0, 0]);
  }

  /** Reports received and not yet taken. */
  reports(): RawReport[] {
    return this.takeLe(HCI_LE_EVENT.advertisingReport).map(readReport);
  }

  /** Begins to connect; the connection comes as an event. */
  async initiate(options: RawConnecting = {}): Promise<void> {
    await this.ok(HCI_COMMAND.leCreateConnection, createConnection(options));
  }

  /** Handle of the next connection, whichever side made it. Rejects when it ends with an error. */
  async connected(): Promise<number> {
    const event = await this.waitLe(HCI_LE_EVENT.connectionComplete);
    if (event[4] !== 0) throw new Error(`connection ended with ${hexNumber(event[4] ?? 0, 2)}`);
    return u16(event, 5);
  }

  async connect(options: RawConnecting = {}): Promise<number> {
    const handle = this.connected();
    await this.initiate(options);
    return handle;
  }

  async disconnect(handle: number, reason = 0x13): Promise<void> {
    await this.ok(HCI_COMMAND.disconnect, new ByteWriter().u16(handle).u8(reason).finish());
  }

  /** Reason of the next Disconnection Complete of this link. */
  async disconnected(handle: number): Promise<number> {
    const event = await this.waitEvent((e) => e[1] === HCI_EVENT.disconnectionComplete && u16(e, 4) === handle);
    return event[6] ?? 0;
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #take(packet: Uint8Array): void {
    this.packets.push(packet);
    if (packet[0] === H4.acl) this.#takeAcl(packet);
    if (packet[0] !== H4.event) return;
    const waiter = this.#eventWaiters.findIndex(({ match }) => match(packet));
    if (waiter < 0) this.#events.push(packet);
    else this.#eventWaiters.splice(waiter, 1)[0]?.done(packet);
  }

  #takeAcl(packet: Uint8Array): void {
    const handle = u16(packet, 1) & 0x0fff;
    const before = ((packet[2] ?? 0) >> 4) & 1 ? (this.#partial.get(handle) ?? new Uint8Array(0)) : new Uint8Array(0);
    const bytes = Uint8Array.from([...before, ...packet.slice(5)]);
    if (bytes.length < 4 || bytes.length < 4 + u16(bytes, 0)) {
      this.#partial.set(handle, bytes);
      return;
    }
    this.#partial.delete(handle);
    const frame = { handle, cid: u16(bytes, 2), payload: bytes.slice(4) };
    const waiter = this.#frameWaiters.findIndex(({ match }) => match(frame));
    if (waiter < 0) this.#frames.push(frame);
    else this.#frameWaiters.splice(waiter, 1)[0]?.done(frame);
  }

  #closed(error: Error | null): void {
    this.closedWith = error;
    const reason = error ?? new Error('closed');
    for (const { fail } of [...this.#eventWaiters, ...this.#frameWaiters]) fail(reason);
    this.#eventWaiters = [];
    this.#frameWaiters = [];
  }
}

/** Two peers in a connection, and its handle at each. */
export interface RawPair {
  central: RawPeer;
  peripheral: RawPeer;
  centralHandle: number;
  peripheralHandle: number;
}

/** Connects two new peers; `advance` lets the medium's time pass. */
export async function rawPair(
  medium: Medium,
  advance: (ms: number) => Promise<void>,
  options: { central?: ControllerOptions; peripheral?: ControllerOptions; connecting?: RawConnecting } = {},
): Promise<RawPair> {
  const central = await RawPeer.open(medium, options.central);
  const peripheral = await RawPeer.open(medium, options.peripheral);
  await peripheral.advertise();
  const handles = Promise.all([central.connected(), peripheral.connected()]);
  await central.initiate({ peer: { address: peripheral.controller.address }, ...options.connecting });
  await advance(50);
  const [centralHandle, peripheralHandle] = await handles;
  return { central, peripheral, centralHandle, peripheralHandle };
}

export interface RawReport {
  pdu: number;
  /** Most significant byte first, as people write it, without colons. */
  address: string;
  type: number;
  data: Uint8Array;
  rssi: number;
}

function readReport(event: Uint8Array): RawReport {
  const length = event[13] ?? 0;
  return {
    pdu: event[5] ?? 0,
    type: event[6] ?? 0,
    address: toHex(event.slice(7, 13).reverse()),
    data: event.slice(14, 14 + length),
    rssi: ((event[14 + length] ?? 0) << 24) >> 24,
  };
}

/** Parameters of LE Create Connection, 7.8.12. */
export function createConnection(options: RawConnecting): Uint8Array {
  const { peer, ownType = 0, interval = 24, latency = 0, timeout = 100 } = options;
  return new ByteWriter()
    .u16(0x10)
    .u16(0x10)
    .u8(peer ? 0 : 1)
    .u8(peer?.type ?? 0)
    .bytes(addressToBytes(peer?.address ?? '00:00:00:00:00:00'))
    .u8(ownType)
    .bytes(connectionParameters(interval, interval, latency, timeout))
    .finish();
}

/** Interval_Min, Interval_Max, Max_Latency, Supervision_Timeout, Min_CE_Length, Max_CE_Length. */
export function connectionParameters(min: number, max: number, latency: number, timeout: number): Uint8Array {
  return new ByteWriter().u16(min).u16(max).u16(latency).u16(timeout).u16(0).u16(0).finish();
}

/** Data_Length and 31 bytes, 7.8.7 and 7.8.8. */
export function dataParameter(data: ArrayLike<number>): Uint8Array {
  const parameter = new Uint8Array(32);
  parameter[0] = data.length;
  parameter.set(data, 1);
  return parameter;
}

export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function answers(event: Uint8Array, opcode: number): boolean {
  if (event[1] === HCI_EVENT.commandComplete) return u16(event, 4) === opcode;
  return event[1] === HCI_EVENT.commandStatus && u16(event, 5) === opcode;
}

function take<T>(list: T[], match: (item: T) => boolean): T | undefined {
  const at = list.findIndex(match);
  return at < 0 ? undefined : list.splice(at, 1)[0];
}
