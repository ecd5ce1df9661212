import { L2CAP_RESULT } from '../../../../src-shared/assigned-numbers/l2cap.js';
import { requireBoolean, requireObject } from '../../../../src-shared/model/arguments.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { L2capConnectOptions } from '../../api/l2cap.js';
import { checkMtu, checkPsm, LEAST } from '../../api/l2cap-arguments.js';
import type { HostChannel } from './channel.js';
import type { ChannelManager } from './channel-manager.js';
import { type ConnectionAnswer, judgeAnswer } from './channel-requests.js';
import { badResponse, refusedError } from './l2cap-error.js';

/** Default time of l2capConnect(). */
const CONNECT_MS = 5_000;

/** Refusals that a pairing may turn into leave. */
const CURED_BY_PAIRING: readonly number[] = [
  L2CAP_RESULT['insufficient-authentication'],
  L2CAP_RESULT['insufficient-encryption'],
];

interface Wish {
  psm: number;
  mtu: number;
  enhanced: boolean;
  operation: string;
}

/** Channels that this side opens, Core Vol 3 Part A 4.22 and 4.25. */
export class Outgoing {
  constructor(private readonly manager: ChannelManager) {}

  async connect(psm: number, mtu: number, o: L2capConnectOptions): Promise<HostChannel> {
    const { connection, autoPair, operate } = this.manager.options;
    const name = 'open an L2CAP channel';
    const { enhanced = false, pair = autoPair, timeoutMs, signal } = requireObject(name, 'the options argument', o);
    checkPsm(name, psm);
    requireBoolean(name, 'enhanced', enhanced);
    requireBoolean(name, 'pair', pair);
    checkMtu(name, mtu, enhanced ? LEAST.enhanced : LEAST.basic);
    const operation = `${name} on ${connection.device.address}`;
    const open = () =>
      operate(
        name,
        { ...(timeoutMs !== undefined && { timeoutMs }), ...(signal !== undefined && { signal }) },
        CONNECT_MS,
        (limit) => this.#open({ psm, mtu, enhanced, operation }, limit),
        'l2cap',
      );
    if (!pair) return open();
    try {
      return await open();
    } catch (error) {
      const status = error instanceof BleError && error.layer === 'l2cap' ? error.status : undefined;
      const lacksMitm = status === L2CAP_RESULT['insufficient-authentication'] && connection.encrypted;
      if (!lacksMitm && !CURED_BY_PAIRING.includes(status ?? 0)) throw error;
      await connection.pair({ signal, ...(lacksMitm && { mitm: true, requireMitm: true }) });
      return open();
    }
  }

  #open(wish: Wish, limit: AbortSignal): Promise<HostChannel> {
    const { manager } = this;
    const { trace, handle } = manager.options;
    const { psm, mtu, enhanced, operation } = wish;
    return new Promise((resolve, reject) => {
      const cid = manager.offer();
      if (cid === null) return reject(refusedError('no-resources-available', operation, 'local'));
      const ours = manager.termsFor(mtu, enhanced ? LEAST.enhanced : LEAST.basic);
      const traced = trace.begin('l2cap', 'open channel', { psm, ourCid: cid, mtu, enhanced }, handle);
      limit.addEventListener('abort', () => traced.fail(limit.reason), { once: true });
      const failed = (error: BleError) => {
        manager.withdraw(cid);
        traced.fail(error);
        reject(error);
      };
      const answered = (answer: ConnectionAnswer): 'pending' | undefined => {
        const verdict = judgeAnswer(answer, enhanced, (peerCid) => manager.isTaken(peerCid));
        if (verdict === 'pending') return 'pending';
        if (verdict === 'refused') return void failed(refusedError(answer.result, operation, 'peer'));
        const { destinationCid: peerCid, mtu: peerMtu, mps: peerMps, credits: txCredits } = answer;
        if (verdict !== 'open') {
          if (verdict.also === 'asks-end') this.#sendAway(cid, peerCid);
          if (verdict.also === 'disowns') manager.disown(peerCid);
          return void failed(badResponse(operation, verdict.invalid));
        }
        const channel = manager.open({ psm, enhanced, ourCid: cid, peerCid }, { ...ours, peerMtu, peerMps, txCredits });
        channel.start();
        if (limit.aborted) return void channel.leave(); // nobody waits for it any more
        traced.end({ peerCid });
        return void resolve(channel);
      };
      this.#ask(wish, cid, ours, { answered, failed });
    });
  }

  #ask(
    { psm, enhanced, operation }: Wish,
    cid: number,
    { ourMtu: mtu, ourMps: mps, window: credits }: { ourMtu: number; ourMps: number; window: number },
    asked: { answered: (answer: ConnectionAnswer) => 'pending' | undefined; failed: (error: BleError) => void },
  ): void {
    const { signalling } = this.manager.options;
    const terms = { spsm: psm, mtu, mps, credits };
    if (!enhanced) {
      const request = { command: 'le-connection-request', ...terms, sourceCid: cid } as const;
      return signalling.ask(request, 'le-connection-response', { operation, ...asked });
    }
    const request = { command: 'credit-based-connection-request', ...terms, sourceCids: [cid] } as const;
    signalling.ask(request, 'credit-based-connection-response', {
      operation,
      failed: asked.failed,
      answered: ({ destinationCids, ...answer }) =>
        asked.answered({ ...answer, destinationCid: destinationCids[0] ?? 0 }),
    });
  }

  /** The peer believes in a channel that cannot be. */
  #sendAway(sourceCid: number, destinationCid: number): void {
    const { signalling } = this.manager.options;
    const request = { command: 'disconnection-request', destinationCid, sourceCid } as const;
    const ignored = { answered: () => undefined, failed: () => undefined };
    signalling.ask(request, 'disconnection-response', { operation: 'disconnect', ...ignored });
  }
}
