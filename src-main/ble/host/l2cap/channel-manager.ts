import { DYNAMIC_CID, L2CAP_RECONFIGURE } from '../../../../src-shared/assigned-numbers/l2cap.js';
import type { ErrorLayer } from '../../../../src-shared/model/ble-error.js';
import type { Connection } from '../../api/connection.js';
import type { L2capAcceptOptions, L2capConnectOptions } from '../../api/l2cap.js';
import type { LinkChannels } from '../../api/link-channels.js';
import type { Op } from '../../api/options.js';
import type { TraceLog } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import { Fifo } from '../../util/fifo.js';
import type { AclChannel, FrameSource } from '../hci/acl-channel.js';
import { type ChannelHost, type ChannelIdentity, HostChannel } from './channel.js';
import type { ChannelListeners } from './channel-listeners.js';
import { type ChannelTerms, openingWindow, type Violation } from './channel-machine.js';
import { judgeReconfigure } from './channel-requests.js';
import { Incoming } from './incoming-channels.js';
import { usefulMps } from './k-frame.js';
import type { L2cap } from './l2cap.js';
import { Outgoing } from './outgoing-channels.js';
import { type Command, type Commands, reject } from './pdus.js';
import type { Signalling } from './signalling.js';

export interface ChannelManagerOptions {
  clock: Clock;
  trace: TraceLog;
  handle: number;
  connection: Connection;
  l2cap: L2cap;
  signalling: Signalling;
  acl: AclChannel;
  /** Of all links. */
  listeners: ChannelListeners;
  /** Runs one operation of the link within its limits; rejects when the link ends. */
  operate: <T>(
    operation: string,
    limits: Op,
    defaultMs: number,
    work: (signal: AbortSignal) => Promise<T>,
    layer: ErrorLayer,
  ) => Promise<T>;
  /** Pair and try again when the peer asks for more security, where l2capConnect() does not say. */
  autoPair: boolean;
}

/** The channels of one link: their identifiers, who sends next, and what the peer says about them. */
export class ChannelManager implements LinkChannels, ChannelHost, FrameSource {
  readonly #byOurs = new Map<number, HostChannel>();
  readonly #byPeers = new Map<number, HostChannel>();
  /** Ours that the peer has been offered and has not answered. */
  readonly #offered = new Set<number>();
  #nextCid: number = DYNAMIC_CID.first;
  /** Channels that want to send, each in turn. */
  readonly #line = new Fifo<HostChannel>();
  /** Whose frame is on its way to the controller. */
  #sending: HostChannel | null = null;
  readonly #takenBack = new Map<number, () => void>();
  readonly #incoming: Incoming;
  readonly #outgoing: Outgoing;

  constructor(readonly options: ChannelManagerOptions) {
    this.#incoming = new Incoming(this);
    this.#outgoing = new Outgoing(this);
    options.acl.feed(options.handle, this);
    options.signalling.serve = (command, identifier) => this.#serve(command, identifier);
    // One watch on the link and its adapter for all channels.
    const onEnd = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => this.#close(signal.reason), { once: true });
      return new Promise<never>(() => undefined);
    };
    options
      .operate('use L2CAP channels', {}, Infinity, async (signal) => onEnd(signal), 'l2cap')
      .catch(() => undefined); // its failure is the end itself
  }

  get clock(): Clock {
    return this.options.clock;
  }

  get connection(): Connection {
    return this.options.connection;
  }

  get aclLength(): number {
    return this.options.acl.length;
  }

  async accept(psm: number, mtu: number, o: L2capAcceptOptions): Promise<HostChannel> {
    return this.#incoming.accept(psm, mtu, o);
  }

  async connect(psm: number, mtu: number, o: L2capConnectOptions): Promise<HostChannel> {
    return this.#outgoing.connect(psm, mtu, o);
  }

  /** FrameSource: channels in turn, a frame each. */
  next(): Uint8Array | null {
    for (let channel = this.#line.shift(); channel; channel = this.#line.shift()) {
      channel.isInLine = false;
      if (!channel.canSend) continue;
      this.#sending = channel;
      return channel.nextFrame();
    }
    return null;
  }

  sent(): void {
    const channel = this.#sending;
    this.#sending = null;
    if (!channel) return;
    channel.frameSent();
    if (channel.canSend) this.#enter(channel);
  }

  wake(channel: HostChannel): void {
    this.#enter(channel);
    this.options.acl.wake();
  }

  #enter(channel: HostChannel): void {
    if (channel.isInLine) return;
    channel.isInLine = true;
    this.#line.push(channel);
  }

  grant(channel: HostChannel, credits: number): void {
    this.options.signalling.tell({ command: 'flow-control-credit', cid: channel.ourCid, credits });
  }

  requestDisconnect(channel: HostChannel): void {
    const { ourCid: sourceCid, peerCid: destinationCid } = channel;
    this.options.signalling.ask(
      { command: 'disconnection-request', destinationCid, sourceCid },
      'disconnection-response',
      {
        operation: `disconnect ${channel}`,
        answered: () => void channel.left(),
        failed: () => channel.left(), // it does not answer, or knows of no such channel: either way there is none any more
      },
    );
  }

  ended(channel: HostChannel, by: 'local' | 'peer', violation: Violation | null): void {
    const { ourCid, peerCid } = channel;
    const fields = { ourCid, peerCid, by, ...(violation && { violation }) };
    this.options.trace.event('l2cap', 'channel closed', fields, this.options.handle);
  }

  freed(channel: HostChannel): void {
    this.#byOurs.delete(channel.ourCid);
    this.#byPeers.delete(channel.peerCid);
    this.#takenBack.get(channel.ourCid)?.();
    this.#takenBack.delete(channel.ourCid);
  }

  /** Whether the peer has a channel with this identifier of its own. */
  isTaken(peerCid: number): boolean {
    return this.#byPeers.has(peerCid);
  }

  /** The peer has given this identifier twice: neither channel may be used, 4.26. */
  disown(peerCid: number): void {
    this.#byPeers.get(peerCid)?.disowned();
  }

  /** Identifiers that are free on our side. */
  get room(): number {
    return DYNAMIC_CID.last - DYNAMIC_CID.first + 1 - this.#byOurs.size - this.#offered.size;
  }

  /** An identifier of ours; null when all are in use. In turn, so that what comes late for a channel finds no other. */
  offer(): number | null {
    if (this.room <= 0) return null;
    for (;;) {
      const cid = this.#nextCid;
      this.#nextCid = cid === DYNAMIC_CID.last ? DYNAMIC_CID.first : cid + 1;
      if (this.#byOurs.has(cid) || this.#offered.has(cid)) continue;
      this.#offered.add(cid);
      return cid;
    }
  }

  /** The peer does not take it. */
  withdraw(cid: number): void {
    this.#offered.delete(cid);
  }

  /** What we offer for a channel with this MTU. */
  termsFor(mtu: number, least: number): Pick<ChannelTerms, 'ourMtu' | 'ourMps' | 'window'> {
    const ourMtu = Math.max(mtu, least);
    const ourMps = Math.max(least, Math.min(ourMtu + 2, usefulMps(this.aclLength)));
    return { ourMtu, ourMps, window: openingWindow(ourMtu, ourMps) };
  }

  /** Both sides have agreed on a channel with an identifier that was offered. */
  open(identity: ChannelIdentity, terms: ChannelTerms): HostChannel {
    const channel = new HostChannel(identity, terms, this);
    const { ourCid, peerCid, psm } = channel;
    this.#offered.delete(ourCid);
    this.#byOurs.set(ourCid, channel);
    this.#byPeers.set(peerCid, channel);
    this.#takenBack.set(
      ourCid,
      this.options.l2cap.onChannel(ourCid, (payload) => channel.receive(payload)),
    );
    const { ourMtu, peerMtu } = terms;
    this.options.trace.event('l2cap', 'channel open', { psm, ourCid, peerCid, ourMtu, peerMtu }, this.options.handle);
    return channel;
  }

  #serve(command: Command, identifier: number): boolean {
    switch (command.command) {
      case 'le-connection-request': {
        const { sourceCid, ...request } = command;
        this.#incoming.onRequest({ ...request, enhanced: false, sourceCids: [sourceCid] }, identifier);
        return true;
      }
      case 'credit-based-connection-request':
        this.#incoming.onRequest({ ...command, enhanced: true }, identifier);
        return true;
      case 'flow-control-credit':
        this.#byPeers.get(command.cid)?.creditsGiven(command.credits);
        return true;
      case 'reconfigure-request':
        this.#onReconfigure(command, identifier);
        return true;
      case 'disconnection-request':
        this.#onDisconnect(command, identifier);
        return true;
      default:
        return false;
    }
  }

  /** 4.6: a channel that does not exist is rejected; one that is not the peer's is passed over. */
  #onDisconnect({ destinationCid, sourceCid }: Commands['disconnection-request'], identifier: number): void {
    const channel = this.#byOurs.get(destinationCid);
    if (!channel) return this.reply(identifier, reject('invalid-cid', destinationCid, sourceCid));
    if (channel.peerCid !== sourceCid) return;
    this.reply(identifier, { command: 'disconnection-response', destinationCid, sourceCid });
    channel.peerLeaves();
  }

  #onReconfigure(request: Commands['reconfigure-request'], identifier: number): void {
    const channels = request.cids.map((cid) => this.#byPeers.get(cid) ?? null);
    const result = judgeReconfigure(request, channels);
    if (result === 'success') for (const channel of channels) channel?.reconfigured(request.mtu, request.mps);
    this.reply(identifier, { command: 'reconfigure-response', result: L2CAP_RECONFIGURE[result] });
  }

  reply(identifier: number, command: Command, then: () => void = () => undefined): void {
    const { signalling, trace, handle } = this.options;
    signalling
      .reply(identifier, command)
      .then(then)
      .catch((error) => trace.event('l2cap', 'answer not sent', { error: String(error) }, handle));
  }

  #close(reason: unknown): void {
    this.#incoming.close();
    for (const channel of [...this.#byOurs.values()]) channel.lost(reason);
    this.#offered.clear();
  }
}
