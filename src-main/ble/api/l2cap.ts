import type { ReadableStream, WritableStream } from 'node:stream/web';
import { BleError } from '../../../src-shared/model/ble-error.js';
import type { Connection } from './connection.js';
import type { SecurityLevel } from './gatt-server.js';
import type { Op } from './options.js';

export interface L2capConnectOptions extends Op {
  /** Opens in Enhanced Credit Based Flow Control Mode (Core Vol 3 Part A 4.25): an MTU of at least 64, and a peer that knows it. */
  enhanced?: boolean;
  /** When the peer asks for more security, pair and try once more. Default: openAdapter's autoPair. */
  pair?: boolean;
}

/** What a link must be worth for its channels to be let in. */
export interface L2capSecurityOptions {
  /** Default 'none'. */
  security?: SecurityLevel;
  /** Bytes of the link's key, 7 to 16; asks for encryption by itself. */
  minKeySize?: number;
  /** Has the last word on each request that meets the demands; false refuses with 'l2cap/insufficient-authorization'. */
  authorize?: (connection: Connection) => boolean;
}

export interface L2capAcceptOptions extends Op, L2capSecurityOptions {}

export interface L2capListenOptions extends L2capSecurityOptions {
  /** Largest SDU that we can receive, 23 to 65535. */
  mtu: number;
}

export interface L2capSendOptions extends Op {
  /** Longest SDU to cut the data into, at most peerMtu. Default: twice ourMtu, as aioble has it, at most peerMtu. */
  chunkSize?: number;
}

export interface L2capStats {
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly sentSdus: number;
  readonly receivedSdus: number;
  readonly sentFrames: number;
  readonly receivedFrames: number;
  /** How often data had to wait for the peer's credits, and how long in all. */
  readonly stalls: number;
  readonly stalledMs: number;
}

/**
 * A connection-oriented channel: SDUs both ways, in order, with flow control by credits.
 *
 * It ends by disconnect() of either side, with the link, or when the peer breaks the rules. What came before the end can still be read; then
 * recv() gives null after an orderly end, and rejects 'disconnected' after the link was lost or 'l2cap/<rule>' after a broken rule.
 */
export interface L2capChannel {
  readonly psm: number;
  readonly connection: Connection;
  /** Enhanced Credit Based Flow Control Mode. */
  readonly enhanced: boolean;
  /** Largest SDU that we can receive. */
  readonly ourMtu: number;
  /** Largest SDU that the peer can receive. */
  readonly peerMtu: number;
  /** Most bytes of one frame, each way. */
  readonly ourMps: number;
  readonly peerMps: number;
  /** The channel's identifiers at both ends. */
  readonly ourCid: number;
  readonly peerCid: number;
  /** Frames that we may send, and that the peer may send, before new credits. */
  readonly credits: { readonly tx: number; readonly rx: number };
  readonly stats: L2capStats;
  /** False from disconnect() on, by either side. */
  isOpen(): boolean;
  /**
   * Sends data as one SDU or several. Resolves when the last frame is with the controller; until then the data must not change.
   * `timeoutMs` limits each stall rather than the whole; no default. On a time-out or abort the SDU that has begun is still sent whole, and the
   * rejection's `bytesSent` tells where to go on. Rejects 'busy' when 1,024 wait already.
   */
  send(data: Uint8Array | string, o?: L2capSendOptions): Promise<void>;
  /** Resolves when everything accepted by send() is with the controller. No default time limit; `timeoutMs` is per stall. */
  flush(o?: Op): Promise<void>;
  /** The next SDU, or what recvInto() has left of it; null after the channel's end. No default time limit. */
  recv(o?: Op): Promise<Uint8Array | null>;
  /** Copies at most buf.length bytes of the current SDU; the rest stays for the next call. 0 after the channel's end. */
  recvInto(buf: Uint8Array, o?: Op): Promise<number>;
  /** Data is waiting. */
  available(): boolean;
  /**
   * Sends what send() has accepted, then ends the channel. Resolves when the peer has agreed; at once when it is over already. `timeoutMs`,
   * default 2 s, counts only while nothing moves; then what is left is given up, and the channel ends all the same.
   */
  disconnect(o?: Op): Promise<void>;
  /** Waits for the channel to end, from either side or with its link. A time-out here changes nothing. */
  disconnected(o?: Op): Promise<void>;
  /** One chunk an SDU. Cancelling disconnects. Use it or recv(), not both. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Closing sends what was accepted and disconnects. */
  readonly writable: WritableStream<Uint8Array>;
  toString(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Why send() rejected, with how much of its data has been or will be sent. */
export class L2capSendError extends BleError {
  constructor(
    error: BleError,
    readonly bytesSent: number,
  ) {
    super(error.code, { ...error.toInfo(), cause: error.cause });
  }
}
