import type { Device } from './device.js';
import type { Op } from './options.js';

export interface ConnectionParameters {
  intervalUs: number;
  /** Connection events the peripheral may skip. */
  latency: number;
  supervisionTimeoutMs: number;
}

export interface ConnectionParameterRequest {
  /** Microseconds, 7_500 to 4_000_000 in steps of 1_250. */
  minIntervalUs: number;
  maxIntervalUs?: number;
  /** 0 to 499. Default 0. */
  latency?: number;
  /** Milliseconds, 100 to 32_000 in steps of 10. */
  supervisionTimeoutMs?: number;
}

export interface DisconnectReason {
  /** HCI error code, Core Vol 1 Part F. */
  status: number;
  /** 'hci/remote-user-terminated-connection', … */
  code: string;
  origin: 'peer' | 'local';
}

export interface ConnectionEvents extends Record<string, unknown> {
  mtu: number;
  parameters: ConnectionParameters;
}

/** A link. Every pending operation on it rejects 'disconnected' when it ends. */
export interface Connection {
  readonly device: Device;
  readonly role: 'central' | 'peripheral';
  /** ATT MTU in force: 23 until an exchange. */
  readonly mtu: number;
  readonly parameters: Readonly<ConnectionParameters>;
  /** Aborts when the link ends, with the BleError 'disconnected' as reason. */
  readonly signal: AbortSignal;
  isConnected(): boolean;
  /** Ends the link. Resolves when it is down; at once when it already is. */
  disconnect(o?: Op): Promise<void>;
  /** Waits for the link to end, from either side. A time-out here changes nothing. */
  disconnected(o?: Op): Promise<DisconnectReason>;
  updateParameters(p: ConnectionParameterRequest, o?: Op): Promise<void>;
  /** Signal strength of the peer in dBm. */
  readRssi(o?: Op): Promise<number>;
  on<K extends keyof ConnectionEvents>(event: K, listener: (value: ConnectionEvents[K]) => void): () => void;
  toString(): string;
  [Symbol.asyncDispose](): Promise<void>;
}
