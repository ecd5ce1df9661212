import { L2CAP_RESULT } from '../../../../src-shared/assigned-numbers/l2cap.js';
import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import type { L2capAcceptOptions, L2capChannel } from '../../api/l2cap.js';
import { checkListen, LEAST } from '../../api/l2cap-arguments.js';
import type { TimerHandle } from '../../util/clock.js';
import { reportUncaught } from '../../util/emitter.js';
import type { HostChannel } from './channel.js';
import type { Listener } from './channel-listeners.js';
import type { ChannelManager } from './channel-manager.js';
import { type ConnectionRequest, judgeRequest, MOST_CHANNELS } from './channel-requests.js';
import type { Command } from './pdus.js';

/** How long a request waits for the next accept() on a PSM where this link has accepted before. */
const GRACE_MS = 1_000;
/** Requests that wait so. */
const HELD_LIMIT = 16;

interface Held {
  request: ConnectionRequest;
  identifier: number;
  timer: TimerHandle;
}

/** Channels that the peer opens, Core Vol 3 Part A 4.22 to 4.26. */
export class Incoming {
  /** Who waits on this link for a channel to a PSM, in turn; before those that listen on all links. */
  readonly #acceptors = new Map<number, Listener[]>();
  /**
   * PSMs on which accept() has succeeded: a program that accepts one channel after the other is not always there in time, and to its peer
   * that must not look as if nobody listened.
   */
  readonly #accepted = new Set<number>();
  readonly #held = new Set<Held>();

  constructor(private readonly manager: ChannelManager) {}

  async accept(psm: number, mtu: number, o: L2capAcceptOptions): Promise<HostChannel> {
    const { timeoutMs, signal, security, minKeySize, authorize } = o;
    const name = `accept an L2CAP channel on PSM ${typeof psm === 'number' ? hexNumber(psm, 4) : psm}`;
    const terms = checkListen(name, psm, { mtu, security, minKeySize, authorize });
    const limits = { ...(timeoutMs !== undefined && { timeoutMs }), ...(signal !== undefined && { signal }) };
    const wait = (limit: AbortSignal) =>
      new Promise<HostChannel>((resolve, reject) => {
        const leave = () => this.#leave(psm, acceptor);
        const onAbort = () => {
          leave();
          this.#accepted.delete(psm);
          this.#release(psm);
          reject(limit.reason);
        };
        const acceptor: Listener = {
          ...terms,
          room: 1,
          take: (channel: L2capChannel) => {
            leave();
            limit.removeEventListener('abort', onAbort);
            this.#accepted.add(psm);
            resolve(channel as HostChannel);
          },
        };
        limit.addEventListener('abort', onAbort, { once: true });
        this.#acceptors.set(psm, [...(this.#acceptors.get(psm) ?? []), acceptor]);
        this.#release(psm);
      });
    return this.manager.options.operate(name, limits, Infinity, wait, 'l2cap');
  }

  onRequest(request: ConnectionRequest, identifier: number): void {
    const { spsm } = request;
    if (this.#listenerOn(spsm) || !this.#accepted.has(spsm) || this.#held.size >= HELD_LIMIT)
      return this.#answer(request, identifier);
    const held: Held = {
      request,
      identifier,
      timer: this.manager.clock.setTimeout(() => this.#answerHeld(held), GRACE_MS),
    };
    this.#held.add(held);
  }

  /** The link is gone. */
  close(): void {
    for (const { timer } of this.#held) this.manager.clock.clearTimeout(timer);
    this.#held.clear();
  }

  #listenerOn(psm: number): Listener | null {
    return this.#acceptors.get(psm)?.[0] ?? this.manager.options.listeners.find(psm);
  }

  #leave(psm: number, acceptor: Listener): void {
    const left = (this.#acceptors.get(psm) ?? []).filter((other) => other !== acceptor);
    if (left.length > 0) this.#acceptors.set(psm, left);
    else this.#acceptors.delete(psm);
  }

  /** Answers what waits for this PSM, as far as that is clear now. */
  #release(psm: number): void {
    for (const held of [...this.#held]) {
      if (held.request.spsm !== psm || (this.#accepted.has(psm) && !this.#listenerOn(psm))) continue;
      this.#answerHeld(held);
    }
  }

  #answerHeld(held: Held): void {
    this.manager.clock.clearTimeout(held.timer);
    if (this.#held.delete(held)) this.#answer(held.request, held.identifier);
  }

  /** A hook that fails lets nobody in. */
  #isAuthorized(listener: Listener | null): boolean {
    try {
      return listener?.authorize(this.manager.connection) === true;
    } catch (error) {
      reportUncaught(error);
      return false;
    }
  }

  #answer(request: ConnectionRequest, identifier: number): void {
    const { manager } = this;
    const { spsm: psm, enhanced, mtu: peerMtu, mps: peerMps, credits: txCredits, sourceCids } = request;
    const listener = this.#listenerOn(psm);
    const { result, accepted } = judgeRequest(request, {
      listener,
      link: manager.connection,
      isAuthorized: () => this.#isAuthorized(listener),
      isTaken: (cid) => manager.isTaken(cid),
      room: Math.min(manager.room, listener?.room ?? 0),
    });
    const ours = manager.termsFor(listener?.mtu ?? 0, enhanced ? LEAST.enhanced : LEAST.basic);
    const channels = new Map<number, HostChannel>();
    for (const peerCid of accepted) {
      const ourCid = manager.offer() as number; // there is room
      const identity = { psm, enhanced, ourCid, peerCid };
      channels.set(peerCid, manager.open(identity, { ...ours, peerMtu, peerMps, txCredits }));
    }
    if (channels.size === 0) {
      const { trace, handle } = manager.options;
      trace.event('l2cap', 'channel refused', { psm, result }, handle);
    }
    const terms = channels.size > 0 ? { mtu: ours.ourMtu, mps: ours.ourMps, credits: ours.window } : NO_TERMS;
    const isFirst = (cid: number, i: number) => sourceCids.indexOf(cid) === i;
    const cids = sourceCids
      .slice(0, MOST_CHANNELS)
      .map((cid, i) => (isFirst(cid, i) ? (channels.get(cid)?.ourCid ?? 0) : 0));
    // Only what is sent after the answer finds the channel at the peer.
    manager.reply(identifier, responseOf(enhanced, terms, L2CAP_RESULT[result], cids), () => {
      for (const channel of channels.values()) channel.start();
    });
    for (const channel of channels.values()) listener?.take(channel);
  }
}

const NO_TERMS = { mtu: 0, mps: 0, credits: 0 } as const;

function responseOf(
  enhanced: boolean,
  terms: { mtu: number; mps: number; credits: number },
  result: number,
  cids: readonly number[],
): Command {
  if (!enhanced) return { command: 'le-connection-response', ...terms, result, destinationCid: cids[0] ?? 0 };
  return { command: 'credit-based-connection-response', ...terms, result, destinationCids: cids };
}
