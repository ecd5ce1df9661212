import { HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { hciError } from '../../api/errors.js';
import { H4 } from '../../transports/transport.js';
import type { Clock, TimerHandle } from '../../util/clock.js';
import { timeoutError } from '../../util/deadline.js';
import type { Command } from './commands.js';
import { decode, encode, type Shape, type Values } from './fields.js';

const COMMAND_TIMEOUT_MS = 5_000;
const QUEUE_LIMIT = 256;

interface Pending {
  command: Command;
  packet: Uint8Array;
  resolve(returned: Uint8Array): void;
  reject(error: BleError): void;
  timer: TimerHandle | null;
}

export type Returned<R extends Shape | null> = R extends Shape ? Values<R> : undefined;

/** Sends commands as the controller's credits allow, and pairs answers with them: Core Vol 4 Part E 4.4. */
export class CommandChannel {
  #credits = 1;
  #queue: Pending[] = [];
  #sent: Pending[] = [];
  #closed: BleError | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly write: (packet: Uint8Array) => void,
  ) {}

  /**
   * Resolves with what Command Complete returned, or undefined on a good Command Status.
   * Rejects 'hci/<error>' for any other status, 'timeout' after 5 s, 'busy' with 256 commands waiting, or why the transport closed.
   */
  send<P extends Shape, R extends Shape | null>(command: Command<P, R>, values: Values<P>): Promise<Returned<R>> {
    const params = encode(command.params, values);
    const packet = new Uint8Array(4 + params.length);
    packet.set([H4.command, command.opcode & 0xff, command.opcode >> 8, params.length]);
    packet.set(params, 4);
    return new Promise<Uint8Array>((resolve, reject) => {
      if (this.#closed) return reject(this.#closed);
      if (this.#queue.length >= QUEUE_LIMIT) {
        return reject(
          new BleError('busy', {
            layer: 'hci',
            operation: command.name,
            message: `${command.name}: ${QUEUE_LIMIT} commands are waiting already`,
          }),
        );
      }
      this.#queue.push({ command, packet, resolve, reject, timer: null });
      this.#pump();
    }).then((returned) => (command.returns === null ? undefined : decode(command.returns, returned)) as Returned<R>);
  }

  onComplete(credits: number, opcode: number, returned: Uint8Array): void {
    this.#credits = credits;
    const pending = this.#take(opcode);
    if (pending) {
      const status = returned[0] ?? HCI_ERROR['unspecified-error'];
      if (status === HCI_ERROR.success) pending.resolve(returned.subarray(1));
      else pending.reject(hciError(status, pending.command.name));
    }
    this.#pump();
  }

  onStatus(status: number, credits: number, opcode: number): void {
    this.#credits = credits;
    const pending = this.#take(opcode);
    if (pending) {
      if (status !== HCI_ERROR.success) pending.reject(hciError(status, pending.command.name));
      else pending.resolve(new Uint8Array(0));
    }
    this.#pump();
  }

  /** Rejects everything waiting, now and from now on. */
  close(error: BleError): void {
    this.#closed ??= error;
    this.fail(error);
  }

  /** Rejects everything waiting and starts again with one credit, as after a controller reset. */
  fail(error: BleError): void {
    for (const pending of [...this.#sent.splice(0), ...this.#queue.splice(0)]) {
      if (pending.timer !== null) this.clock.clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#credits = 1;
  }

  #take(opcode: number): Pending | undefined {
    const index = this.#sent.findIndex((p) => p.command.opcode === opcode);
    if (index < 0) return undefined;
    const [pending] = this.#sent.splice(index, 1);
    if (pending && pending.timer !== null) this.clock.clearTimeout(pending.timer);
    return pending;
  }

  #pump(): void {
    while (this.#credits > 0) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#credits -= 1;
      this.#sent.push(next);
      next.timer = this.clock.setTimeout(() => this.#onTimeout(next), COMMAND_TIMEOUT_MS);
      this.write(next.packet);
    }
  }

  /** The answer is not coming: give the credit back, so that a controller that lost one command still gets the next. */
  #onTimeout(pending: Pending): void {
    const index = this.#sent.indexOf(pending);
    if (index >= 0) this.#sent.splice(index, 1);
    pending.reject(timeoutError('hci', pending.command.name, COMMAND_TIMEOUT_MS));
    if (this.#sent.length === 0) this.#credits = Math.max(1, this.#credits);
    this.#pump();
  }
}
