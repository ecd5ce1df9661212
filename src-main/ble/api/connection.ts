import type { UuidLike } from '../../../src-shared/model/uuid.js';
import type { Device } from './device.js';
import type { ClientService, DiscoverOptions, GattTree, KnownDatabase } from './gatt-client.js';
import type { L2capAcceptOptions, L2capChannel, L2capConnectOptions } from './l2cap.js';
import type { Op } from './options.js';
import type { PairingOutcome, PairingStep, PairOptions } from './security.js';

export interface ConnectionParameters {
  intervalUs: number;
  /** Connection events the peripheral may skip. */
  latency: number;
  supervisionTimeoutMs: number;
}

/** Bytes of a data PDU on air, each way: 27 without the data length extension, up to 251 with it (Core Vol 6 Part B 4.5.10). */
export interface DataLength {
  txOctets: number;
  rxOctets: number;
}

export type PhyName = '1M' | '2M' | 'coded';

export interface LinkPhy {
  tx: PhyName;
  rx: PhyName;
}

/** What is absent stays as it is: { intervalUs: 50_000 } changes the interval alone, and { ...link.parameters } nothing. */
export interface ConnectionParameterRequest {
  /** Microseconds, 7_500 to 4_000_000 in steps of 1_250. */
  intervalUs?: number;
  /** A range to choose from instead; without an upper end it is this one interval. */
  minIntervalUs?: number;
  maxIntervalUs?: number;
  /** The same range under the names that connect() has for it. */
  minConnIntervalUs?: number;
  maxConnIntervalUs?: number;
  /** 0 to 499. */
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

/** How far a link is protected, Core Vol 3 Part C 10.2. */
export interface LinkSecurity {
  readonly encrypted: boolean;
  /** The key came of a pairing that kept a man in the middle out. */
  readonly authenticated: boolean;
  /** Both sides keep the key; true before the link is encrypted with it, too. */
  readonly bonded: boolean;
  /** Bytes of the key, 7 to 16; 0 while not encrypted. */
  readonly keySize: number;
  /** The key came of LE Secure Connections. */
  readonly secureConnections: boolean;
}

/** What a peripheral asks its central for, Core Vol 3 Part H 3.6.7. */
export interface SecurityRequest {
  bond: boolean;
  mitm: boolean;
  leSecure: boolean;
}

export interface ConnectionEvents extends Record<string, unknown> {
  mtu: number;
  parameters: ConnectionParameters;
  'data-length': DataLength;
  phy: LinkPhy;
  encryption: LinkSecurity;
  'security-request': SecurityRequest;
  /** Every step of a pairing, free of secrets. */
  'pairing-step': PairingStep;
}

/** A link. Every pending operation on it rejects 'disconnected' when it ends. */
export interface Connection extends LinkSecurity {
  readonly device: Device;
  readonly role: 'central' | 'peripheral';
  /** ATT MTU in force: 23 until an exchange. */
  readonly mtu: number;
  readonly parameters: Readonly<ConnectionParameters>;
  readonly dataLength: Readonly<DataLength>;
  readonly phy: Readonly<LinkPhy>;
  /** Aborts when the link ends, with the BleError 'disconnected' as reason. */
  readonly signal: AbortSignal;
  isConnected(): boolean;
  /** Ends the link. Resolves when it is down; at once when it already is. */
  disconnect(o?: Op): Promise<void>;
  /** Waits for the link to end, from either side. A time-out here changes nothing. */
  disconnected(o?: Op): Promise<DisconnectReason>;
  /** Rejects 'busy' while an earlier change is still under way, also one that nobody waits for any more. */
  updateParameters(p: ConnectionParameterRequest, o?: Op): Promise<void>;
  /** Asks for a PHY each way, both sides having a word in it; resolves with the one in use then. 'unsupported' on controllers with one PHY. */
  setPhy(wanted: Partial<LinkPhy>, o?: Op): Promise<LinkPhy>;
  /** Signal strength of the peer in dBm. */
  readRssi(o?: Op): Promise<number>;
  /**
   * Agrees on the ATT MTU, 23 to 517, default the adapter's; also what this side answers as server. Resolves with what is agreed; a second
   * exchange, by either side, resolves with the same. A peer without the procedure leaves it at 23. 5 s.
   */
  exchangeMtu(mtu?: number, o?: Op): Promise<number>;
  /** The MTU once an exchange has happened, whoever asks for it; at once if one has. No default time limit. */
  mtuExchanged(o?: Op): Promise<number>;
  /**
   * Pairs and encrypts; with a bond that is enough it encrypts with its key, and the outcome says `resumed`. As peripheral: asks the central
   * to. Resolves when all keys are given and the bond is stored. 60 s. Rejects 'smp/<reason>' (origin: whose word it is),
   * 'hci/pin-or-key-missing' when the peer has lost the key of the bond, 'timeout', 'aborted', 'busy', 'disconnected', 'unsupported'.
   */
  pair(o?: PairOptions): Promise<PairingOutcome>;
  /** Ends a pairing under way, whoever began it: 'aborted', and Pairing Failed 0x08 to the peer. Nothing when there is none. */
  cancelPairing(): void;
  /** First primary service with this UUID in handle order, or null. 30 s. */
  service(uuid: UuidLike, o?: Op): Promise<ClientService | null>;
  /** Primary services in handle order. Leaving the loop ends the discovery; what fails on the way rejects. */
  services(uuid?: UuidLike, o?: Op): AsyncIterable<ClientService>;
  /** The peer's whole database with handles, included services and descriptors. */
  discover(o?: DiscoverOptions): Promise<GattTree>;
  /** Objects for a database known already, without asking the peer again. */
  known(tree: GattTree): KnownDatabase;
  /**
   * Waits for the peer to open a channel to this PSM (1 to 255) on this link; as many as you like, one a call. `mtu` is the largest SDU that we
   * can receive, 23 to 65535. No default time limit; timed out, nobody listens any more. Comes before Adapter.l2capListen().
   */
  l2capAccept(psm: number, mtu: number, o?: L2capAcceptOptions): Promise<L2capChannel>;
  /**
   * Opens a channel to the peer's PSM; as many as you like, 64 in all. 5 s. Rejects 'l2cap/<result>' as the peer answers
   * ('l2cap/spsm-not-supported', …), 'l2cap/command-rejected' when it knows no such channels.
   */
  l2capConnect(psm: number, mtu: number, o?: L2capConnectOptions): Promise<L2capChannel>;
  on<K extends keyof ConnectionEvents>(event: K, listener: (value: ConnectionEvents[K]) => void): () => void;
  toString(): string;
  [Symbol.asyncDispose](): Promise<void>;
}
