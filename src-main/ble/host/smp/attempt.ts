import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { PairingStepKind } from '../../../../src-shared/model/pairing-step.js';
import type { TimerHandle } from '../../util/clock.js';
import { endController, timeoutError } from '../../util/deadline.js';
import { begin, offeredKey, step } from './pairing.js';
import type {
  Completed,
  Failure,
  LinkKey,
  OobInput,
  PairingConfig,
  PairingEffect,
  PairingInput,
  PairingState,
  Question,
  Step,
} from './pairing-types.js';
import { decodePdu, describePdu, encodePdu, type SmpPdu, type SmpPdus } from './pdus.js';
import { smpError } from './smp-error.js';
import type { PairingResult, SmpHost, SmpLink } from './smp-link.js';
import { pointOf } from './toolbox.js';

/** Core Vol 3 Part H 3.4. */
export const SMP_TIMEOUT_MS = 30_000;

/** How an attempt ended. */
export interface AttemptEnd {
  error: BleError | null;
  /** 'timeout': no more may be said on this link. */
  reason: Failure['reason'] | 'complete' | 'closed';
}

type Fields = Record<string, string | number | boolean>;

/** One pairing under way: carries out what the machine asks for, and tells it what happened. */
export class Attempt {
  readonly result: Promise<PairingResult>;
  #state: PairingState = { at: 'ended' };
  #resolve: (result: PairingResult) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  readonly #ended = endController();
  #timer: TimerHandle = null;
  #lastSent: Promise<void> = Promise.resolve();
  #encryptError: unknown = null;
  #abortReason: unknown = null;
  #isMethodTold = false;

  constructor(
    private readonly link: SmpLink,
    private readonly host: SmpHost,
    private readonly config: PairingConfig,
    private readonly onEnd: (end: AttemptEnd) => void,
  ) {
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.result.catch(() => undefined); // whoever waits for it hears of it
  }

  get startedBy(): PairingConfig['startedBy'] {
    return this.config.startedBy;
  }

  /** As responder, with the peer's Pairing Request. */
  start(request: SmpPdus['pairing-request'] | null = null): void {
    if (request) this.#heard(request);
    this.#run(begin(this.config, request));
  }

  receive(data: Uint8Array): void {
    // A key is worth what its link is worth, and the machine knows of its link only what it was told.
    if (this.#state.at === 'distributing' && !this.link.isEncrypted())
      return this.#input({ is: 'encryption', ok: false });
    try {
      const pdu = decodePdu(data);
      if (pdu.pdu === 'unknown') return; // for the future, 3.3
      this.#heard(pdu);
      this.#input({ is: 'pdu', pdu });
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.#tell('pdu', 'malformed', 'Malformed command', { malformed: error.message }, 'rx');
      this.#input({ is: 'malformed' });
    }
  }

  /** As peripheral: the key for an LTK request with rand 0 and ediv 0; null unless it is verified. */
  giveKey(): LinkKey | null {
    const key = offeredKey(this.#state);
    if (key) this.#input({ is: 'key-given' });
    return key;
  }

  /** At once, as the peer's first key may come in the same breath. */
  encryptionChanged(ok: boolean): void {
    this.#input({ is: 'encryption', ok });
  }

  /** The program gave up: the peer hears of it, and the result rejects with the reason. */
  abort(reason: unknown): void {
    this.#abortReason = reason;
    this.#input({ is: 'abort', as: 'unspecified-reason' });
  }

  /** The link is gone. */
  close(error: BleError): void {
    if (this.#state.at === 'ended') return;
    this.#state = { at: 'ended' };
    this.#finish({ error, reason: 'closed' });
    this.#reject(error);
  }

  #heard(pdu: SmpPdu): void {
    const { name, fields } = describePdu(pdu);
    this.#tell('pdu', pdu.pdu, name, fields, 'rx');
  }

  #input(input: PairingInput): void {
    if (this.#state.at === 'ended') return;
    this.#run(step(this.#state, input));
    const isNews = input.is === 'pdu' || input.is === 'encryption';
    if (isNews && this.#timer !== null) this.#restartTimer();
  }

  #run({ state, effects }: Step): void {
    const before = this.#state;
    this.#state = state;
    this.#tellMethod(state);
    if (before.at === 'encrypting' && state.at !== 'encrypting') this.#tellEncrypted(before.link, effects);
    if (isOnAir(state) && this.#timer === null) this.#restartTimer();
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: PairingEffect): void {
    switch (effect.do) {
      case 'send':
        return this.#send(effect.pdu);
      case 'ask':
        return void this.#ask(effect.question);
      case 'display':
        return this.#display(effect.passkey);
      case 'encrypt':
        return void this.#encrypt(effect.link);
      case 'complete':
        return void this.#complete(effect.result);
      case 'fail':
        return this.#fail(effect.failure);
    }
  }

  #send(pdu: SmpPdu): void {
    const { name, fields } = describePdu(pdu);
    this.#tell('pdu', pdu.pdu, name, fields, 'tx');
    if (this.#timer !== null) this.#restartTimer();
    if (pdu.pdu === 'pairing-public-key') this.host.oobKeys.used(pointOf(pdu));
    this.#lastSent = this.link.send(encodePdu(pdu));
    this.#lastSent.catch((error) => this.close(linkError(error, this.link.operation)));
  }

  async #encrypt({ key }: LinkKey): Promise<void> {
    this.#tell('encryption', 'encryption-started', 'Encryption started', { keySize: this.#keySize() });
    try {
      await this.link.encrypt({ ltk: key.slice(), rand: new Uint8Array(8), ediv: 0 });
      if (this.#state.at === 'encrypting') this.#input({ is: 'encryption', ok: this.link.isEncrypted() });
    } catch (error) {
      this.#encryptError = error;
      this.#input({ is: 'encryption', ok: false });
    }
  }

  #display(passkey: number): void {
    this.#tell('user', 'passkey-displayed', 'Passkey shown to the user');
    const { displayPasskey } = this.host.user();
    try {
      if (!displayPasskey) throw new Error('the delegate has no displayPasskey');
      displayPasskey(passkey, this.#ended.signal);
    } catch (error) {
      this.#delegateFailed(error);
      queueMicrotask(() => this.#input({ is: 'abort', as: 'passkey-entry-failed' })); // when the step that asked for it is through
    }
  }

  async #ask(question: Question): Promise<void> {
    const text = QUESTIONS[question.about];
    this.#tell('user', `${question.about}-requested`, `${text} asked of the user`);
    const input = await this.#answer(question).catch((error) => {
      this.#delegateFailed(error);
      return refusalOf(question);
    });
    if (this.#state.at === 'ended') return;
    const isDeclined = input.is === 'passkey' ? input.passkey === null : 'yes' in input && !input.yes;
    this.#tell('user', isDeclined ? 'declined' : 'answered', `${text} ${isDeclined ? 'declined' : 'answered'}`);
    this.#input(input);
  }

  async #answer(question: Question): Promise<PairingInput> {
    const { signal } = this.#ended;
    const user = this.host.user();
    switch (question.about) {
      case 'passkey': {
        if (!user.requestPasskey) throw new Error('the delegate has no requestPasskey');
        return { is: 'passkey', passkey: passkeyOf(await user.requestPasskey(question.attempt, signal)) };
      }
      case 'comparison': {
        if (!user.compareNumbers) throw new Error('the delegate has no compareNumbers');
        return { is: 'comparison', yes: (await user.compareNumbers(question.value, signal)) === true };
      }
      case 'consent': {
        const { attempt } = question;
        const yes = user.confirm ? (await user.confirm(attempt, signal)) === true : !attempt.weakensBond;
        return { is: 'consent', yes };
      }
      case 'oob': {
        const data = user.oob ? await user.oob(question.attempt, signal) : null;
        return { is: 'oob', oob: this.host.oobKeys.resolve(data) satisfies OobInput | null };
      }
    }
  }

  async #complete(completed: Completed): Promise<void> {
    const result = resultOf(completed, this.config.startedBy);
    for (const key of result.sent) this.#tell('key', 'key-sent', `Key given: ${key.toUpperCase()}`, { key }, 'tx');
    for (const key of result.received)
      this.#tell('key', 'key-received', `Key received: ${key.toUpperCase()}`, { key }, 'rx');
    this.#tell('result', 'paired', 'Paired', { ...result.outcome });
    this.#finish({ error: null, reason: 'complete' });
    try {
      await this.#lastSent; // our last key is on its way, or the link went with it
      await this.host.onPaired(result);
      this.#resolve(result);
    } catch (error) {
      this.#reject(error);
    }
  }

  #fail(failure: Failure): void {
    const error = this.#errorOf(failure);
    this.#tell('result', 'failed', `Failed: ${error.message}`, { code: error.code, origin: error.origin });
    this.#finish({ error, reason: failure.reason });
    this.#reject(failure.reason === 'abort' ? this.#abortReason : error);
  }

  #errorOf({ reason, origin, why }: Failure): BleError {
    const { operation } = this.link;
    if (reason === 'timeout') return timeoutError('smp', operation, SMP_TIMEOUT_MS);
    if (reason === 'abort')
      return this.#abortReason instanceof BleError
        ? this.#abortReason
        : new BleError('aborted', { layer: 'smp', operation, cause: this.#abortReason });
    if (reason === 'encryption')
      return this.#encryptError instanceof BleError
        ? this.#encryptError
        : smpError('unspecified-reason', operation, 'local', why, this.#encryptError);
    return smpError(reason, operation, origin, why);
  }

  #finish(end: AttemptEnd): void {
    this.#stopTimer();
    this.#ended.abort(
      end.error ??
        new BleError('aborted', { layer: 'smp', operation: this.link.operation, message: 'the pairing is over' }),
    );
    this.onEnd(end);
  }

  #restartTimer(): void {
    this.#stopTimer();
    this.#timer = this.link.clock.setTimeout(() => this.#input({ is: 'timeout' }), SMP_TIMEOUT_MS);
  }

  #stopTimer(): void {
    if (this.#timer !== null) this.link.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #tellMethod(state: PairingState): void {
    if (this.#isMethodTold || !('ctx' in state)) return;
    this.#isMethodTold = true;
    const { association, bond, keySize } = state.ctx.agreed;
    const { method, secureConnections, authenticated } = association;
    this.#tell('method', 'method-chosen', `Method: ${method}`, {
      method,
      secureConnections,
      authenticated,
      bond,
      keySize,
    });
  }

  #tellEncrypted(link: LinkKey, effects: readonly PairingEffect[]): void {
    if (effects.some((effect) => effect.do === 'fail')) return;
    this.#tell('encryption', 'encrypted', 'Encrypted', { keySize: link.keySize });
    this.host.onEncrypted(link);
  }

  #keySize(): number {
    return 'ctx' in this.#state ? this.#state.ctx.agreed.keySize : 0;
  }

  #delegateFailed(error: unknown): void {
    if (this.#state.at === 'ended') return; // dialogs may reject when they are closed
    this.#tell('user', 'declined', 'The program could not answer', {
      error: error instanceof Error ? error.message : 'unknown',
    });
  }

  #tell(
    kind: PairingStepKind,
    name: string,
    text: string,
    fields: Fields = {},
    direction: 'tx' | 'rx' | 'none' = 'none',
  ): void {
    this.host.onStep({ at: this.link.clock.now(), direction, kind, name, text, fields });
  }
}

const QUESTIONS: Record<Question['about'], string> = {
  oob: 'Out of band data',
  consent: 'Consent',
  passkey: 'Passkey',
  comparison: 'Comparison',
};

/** Whether the peer knows of this pairing, and so the 30 s run. */
function isOnAir(state: PairingState): boolean {
  if (state.at === 'ended') return false;
  return state.at !== 'oob' || state.config.role === 'responder';
}

function refusalOf(question: Question): PairingInput {
  if (question.about === 'passkey') return { is: 'passkey', passkey: null };
  if (question.about === 'oob') return { is: 'oob', oob: null };
  return { is: question.about, yes: false };
}

function passkeyOf(answer: number | null): number | null {
  if (answer === null) return null;
  if (!Number.isInteger(answer) || answer < 0 || answer > 999_999)
    throw new Error('a passkey is a whole number from 0 to 999999');
  return answer;
}

function resultOf(
  { agreed, isDebug, keys, sent, received }: Completed,
  startedBy: PairingResult['startedBy'],
): PairingResult {
  const { method, secureConnections, authenticated } = agreed.association;
  // A key that everybody can compute keeps nobody out, and is no bond.
  const bonded = agreed.bond && !isDebug && (keys.ltk !== undefined || keys.ltkLocal !== undefined);
  const outcome = {
    method,
    secureConnections,
    authenticated: authenticated && !isDebug,
    bonded,
    keySize: agreed.keySize,
  };
  return { outcome, startedBy, keys, sent, received };
}

function linkError(error: unknown, operation: string): BleError {
  if (error instanceof BleError) return error;
  return new BleError('disconnected', { layer: 'smp', operation, cause: error });
}
