import { SMP, SMP_ERROR, type SmpErrorName } from '../../../../src-shared/assigned-numbers/smp.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { BleError, invalidArgument } from '../../../../src-shared/model/ble-error.js';
import { isZero } from '../../crypto/equal-secret.js';
import type { TimerHandle } from '../../util/clock.js';
import { sleep, timeoutError } from '../../util/deadline.js';
import { Attempt, type AttemptEnd, SMP_TIMEOUT_MS } from './attempt.js';
import { newMaterials } from './materials.js';
import type { ResolvedPairOptions } from './pair-options.js';
import type { Materials, PairingConfig } from './pairing-types.js';
import { AUTH, decodePdu, describePdu, encodePdu, type SmpPdu, type SmpPdus } from './pdus.js';
import { smpError } from './smp-error.js';
import type { PairingResult, SmpHost, SmpLink } from './smp-link.js';

/** The interval is timed by both sides, who learn of a failure at different times. */
const MARGIN_MS = 50;

/** A Security Request and who waits for what comes of it. */
interface Requested {
  options: ResolvedPairOptions;
  timer: TimerHandle;
  resolve(result: PairingResult | null): void;
  reject(error: unknown): void;
}

/**
 * The Security Manager of one link, Core Vol 3 Part H: the channel 0x0006 and at most one pairing at a time.
 *
 * Who wires it gives it every frame of the channel (receive), every change of encryption (encryptionChanged), every LTK request
 * (ltkFor) and the end of the link (close). A pairing ends in a result, in 'smp/<reason>', in 'timeout' after 30 s of silence, after
 * which this link cannot pair any more, or in what the link ended with.
 */
export class Smp {
  #attempt: Attempt | null = null;
  /** pair() waits for the interval after a failure; this ends the wait. */
  #cancelWait: AbortController | null = null;
  #requested: Requested | null = null;
  #dead = false;
  #closed: BleError | null = null;
  /** Frames that came out of turn or made no sense. */
  dropped = 0;

  constructor(
    private readonly link: SmpLink,
    private readonly host: SmpHost,
    /** Tests give fixed ones. */
    private readonly materials: (usesDebugKey: boolean) => Materials = newMaterials,
  ) {}

  /** A pairing is under way. */
  get isPairing(): boolean {
    return this.#attempt !== null || this.#cancelWait !== null;
  }

  /**
   * As central: pairs. Resolves when every key is given and host.onPaired() is through. Rejects 'smp/<reason>' (origin: who ended it),
   * 'timeout' (30 s of silence, now or earlier on this link), 'busy', what encrypt() rejected with, what close() was given, or the
   * signal's reason: then the peer is told, and the link may pair again. After a failure it first waits the interval of 2.3.6.
   */
  async pair(options: ResolvedPairOptions, signal: AbortSignal): Promise<PairingResult> {
    const { operation, clock, theirs } = this.link;
    if (this.link.role !== 'central') throw invalidArgument(operation, 'a peripheral asks by requestSecurity()');
    this.#checkFree(signal);
    const waitMs = this.host.attempts.waitMs(theirs);
    if (waitMs > 0) {
      const cancelWait = new AbortController();
      this.#cancelWait = cancelWait;
      try {
        await sleep(clock, waitMs + MARGIN_MS, AbortSignal.any([signal, cancelWait.signal]));
      } finally {
        this.#cancelWait = null;
      }
      this.#checkFree(signal);
    }
    const attempt = this.#begin(this.#config(options, 'initiator', 'local'));
    return untilAborted(attempt, signal);
  }

  /**
   * As peripheral: asks the central for security, 2.4.6. Resolves with the pairing that follows, or null when the central encrypts with a
   * key from earlier. The options also serve that pairing. Rejects as pair() does; 'smp/pairing-not-supported' when the central declines.
   */
  requestSecurity(options: ResolvedPairOptions, signal: AbortSignal): Promise<PairingResult | null> {
    return new Promise((resolve, reject) => {
      const { operation, clock, role } = this.link;
      if (role !== 'peripheral') throw invalidArgument(operation, 'a central asks by pair()');
      this.#checkFree(signal);
      const onAbort = () => {
        if (this.#attempt && this.#requested === requested) this.#attempt.abort(signal.reason);
        this.#endRequest((r) => r.reject(signal.reason));
      };
      const release = () => signal.removeEventListener('abort', onAbort);
      const requested: Requested = {
        options,
        timer: clock.setTimeout(() => this.#onRequestTimeout(), SMP_TIMEOUT_MS),
        resolve: (result) => {
          release();
          resolve(result);
        },
        reject: (error) => {
          release();
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#requested = requested;
      const { bond, mitm, requireMitm, leSecure } = options;
      const authReq = (bond ? AUTH.bonding : 0) | (mitm || requireMitm ? AUTH.mitm : 0) | (leSecure ? AUTH.sc : 0);
      this.#send({ pdu: 'security-request', authReq });
    });
  }

  /** Ends the pairing under way, or the wait for one; the peer is told. */
  cancel(reason: BleError): void {
    this.#cancelWait?.abort(reason);
    this.#attempt?.abort(reason);
    this.#endRequest((r) => r.reject(reason));
  }

  /** A frame of channel 0x0006. Never throws. */
  receive(data: Uint8Array): void {
    if (this.#closed || this.#dead) {
      this.dropped += 1;
      return;
    }
    if (this.#attempt) return this.#attempt.receive(data);
    try {
      const pdu = decodePdu(data);
      if (pdu.pdu === 'pairing-request') this.#onPairingRequest(pdu);
      else if (pdu.pdu === 'security-request') this.#onSecurityRequest(pdu);
      else if (pdu.pdu === 'pairing-failed') this.#onRefused(pdu);
      else this.dropped += 1; // nothing is under way that it could belong to
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.dropped += 1;
      if (data[0] === SMP.pairingRequest || data[0] === SMP.securityRequest) this.#refuse('invalid-parameters');
    }
  }

  /**
   * As peripheral: the key for the controller's LTK request, 16 bytes, least significant first; null when this is not the key of a
   * pairing under way that has verified its peer. Then the stored bond may have one. Never the zero key.
   */
  ltkFor(rand: Uint8Array, ediv: number): Uint8Array | null {
    if (ediv !== 0 || !isZero(rand) || this.link.role !== 'peripheral') return null;
    return this.#attempt?.giveKey()?.key.slice() ?? null;
  }

  /** Encryption Change and Encryption Key Refresh Complete. isEncrypted() already tells the new state. */
  encryptionChanged(status: number, enabled: boolean): void {
    const ok = status === 0 && enabled;
    if (this.#attempt) this.#attempt.encryptionChanged(ok);
    else if (ok) this.#endRequest((r) => r.resolve(null));
  }

  /** The link is gone: everything pending rejects with this error. */
  close(error: BleError): void {
    if (this.#closed) return;
    this.#closed = error;
    this.#cancelWait?.abort(error);
    this.#attempt?.close(error);
    this.#endRequest((r) => r.reject(error));
  }

  #config(
    options: ResolvedPairOptions,
    role: PairingConfig['role'],
    startedBy: PairingConfig['startedBy'],
  ): PairingConfig {
    const { link, host } = this;
    const policy = host.policy();
    const { oob, ...asked } = options;
    return {
      role,
      startedBy,
      ends:
        role === 'initiator'
          ? { initiator: link.ours, responder: link.theirs }
          : { initiator: link.theirs, responder: link.ours },
      options: asked,
      policy,
      materials: this.materials(policy.debugKeys === true),
      asksOob: oob === undefined && host.user().oob !== undefined,
      oob: host.oobKeys.resolve(oob ?? null),
      existing: host.existing(),
      identity: host.identity(),
    };
  }

  #begin(config: PairingConfig, request: SmpPdus['pairing-request'] | null = null): Attempt {
    const attempt = new Attempt(this.link, this.host, config, (end) => this.#onEnd(end));
    this.#attempt = attempt;
    attempt.start(request);
    return attempt;
  }

  #onEnd({ error, reason }: AttemptEnd): void {
    const { startedBy } = this.#attempt as Attempt;
    this.#attempt = null;
    const { attempts } = this.host;
    if (reason === 'complete') attempts.succeeded(this.link.theirs);
    else if (reason === 'timeout')
      this.#dead = true; // 3.4
    else if (reason !== 'closed') attempts.failed(this.link.theirs);
    if (error && startedBy === 'peer' && !this.#requested) this.host.onFailed(error);
  }

  #onPairingRequest(pdu: SmpPdus['pairing-request']): void {
    if (this.link.role !== 'peripheral') return this.#refuse('command-not-supported', pdu);
    if (this.host.attempts.waitMs(this.link.theirs) > 0) return this.#refuse('repeated-attempts', pdu);
    const requested = this.#requested;
    const options = requested?.options ?? this.host.responderOptions();
    if (!options) return this.#refuse('pairing-not-supported', pdu);
    if (requested) this.link.clock.clearTimeout(requested.timer);
    const attempt = this.#begin(this.#config(options, 'responder', requested ? 'local' : 'peer'), pdu);
    if (!requested) return;
    attempt.result.then(
      (result) => this.#endRequest((r) => r.resolve(result)),
      (error) => this.#endRequest((r) => r.reject(error)),
    );
  }

  #onSecurityRequest(pdu: SmpPdus['security-request']): void {
    this.#tell(pdu, 'rx');
    if (this.link.role !== 'central') return this.#refuse('command-not-supported');
    if (this.#cancelWait) return; // it will get what it asks for
    const { authReq } = pdu;
    const request = {
      bond: (authReq & AUTH.bondingMask) === AUTH.bonding,
      mitm: (authReq & AUTH.mitm) !== 0,
      leSecure: (authReq & AUTH.sc) !== 0,
    };
    if (!this.host.onSecurityRequest(request) && !this.#attempt) this.#refuse('pairing-not-supported');
  }

  /** The central's answer to our Security Request; to anything else it is no answer, and is not answered. */
  #onRefused(pdu: SmpPdus['pairing-failed']): void {
    if (!this.#requested) {
      this.dropped += 1;
      return;
    }
    this.#tell(pdu, 'rx');
    this.#endRequest((r) => r.reject(smpError(pdu.reason, this.link.operation, 'peer')));
  }

  #onRequestTimeout(): void {
    this.#dead = true;
    this.#endRequest((r) => r.reject(timeoutError('smp', this.link.operation, SMP_TIMEOUT_MS)));
  }

  #endRequest(settle: (requested: Requested) => void): void {
    const requested = this.#requested;
    if (!requested) return;
    this.#requested = null;
    this.link.clock.clearTimeout(requested.timer);
    settle(requested);
  }

  #refuse(reason: SmpErrorName, heard?: SmpPdu): void {
    if (heard) this.#tell(heard, 'rx');
    this.#send({ pdu: 'pairing-failed', reason: SMP_ERROR[reason] });
  }

  #send(pdu: SmpPdu): void {
    this.#tell(pdu, 'tx');
    this.link.send(encodePdu(pdu)).catch((error) => {
      this.#endRequest((r) => r.reject(error)); // the link is gone
    });
  }

  #tell(pdu: SmpPdu, direction: 'tx' | 'rx'): void {
    const { name, fields } = describePdu(pdu);
    this.host.onStep({ at: this.link.clock.now(), direction, kind: 'pdu', name: pdu.pdu, text: name, fields });
  }

  #checkFree(signal: AbortSignal): void {
    const { operation } = this.link;
    if (this.#closed) throw this.#closed;
    if (this.#dead) {
      const message = `${operation}: an earlier pairing on this link timed out; pair on a new link`;
      throw new BleError('timeout', { layer: 'smp', operation, message, fix: 'Reconnect and pair again.' });
    }
    if (this.isPairing || this.#requested)
      throw new BleError('busy', { layer: 'smp', operation, message: `${operation}: a pairing is under way` });
    signal.throwIfAborted();
  }
}

async function untilAborted(attempt: Attempt, signal: AbortSignal): Promise<PairingResult> {
  const onAbort = () => attempt.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await attempt.result;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
