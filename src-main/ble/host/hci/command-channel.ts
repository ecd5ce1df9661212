import { HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { hciError } from '../../api/errors.js';
import { H4 } from '../../transports/transport.js';
import type { Clock, TimerHandle } from '../../util/clock.js';
import { timeoutError } from '../../util/deadline.js';
import { type Command, commands } from './commands.js';
import { decode, encode, type Shape, type Values } from './fields.js';

const COMMAND_TIMEOUT_MS = 5_000;
const QUEUE_LIMIT = 256;

/** Commands without parameters that any controller answers, if only by saying that it does not know them. */
const QUESTIONS: readonly Command[] = [commands.readLocalVersionInformation, commands.readBdAddr];

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
  /** Runs while commands wait, none is on its way and the controller gives no credit. */
  #stall: TimerHandle | null = null;
  /** Commands whose answer did not come in time, and may yet come. */
  readonly #unanswered = new Set<number>();
  #isSeparating = false;

  constructor(
    private readonly clock: Clock,
    private readonly write: (packet: Uint8Array) => void,
  ) {}

  /**
   * Resolves with what Command Complete returned, or undefined on a good Command Status. Rejects 'hci/<error>' or
   * 'unsupported' for any other status, 'hci/malformed-answer' for an answer that is too short, 'timeout' after 5 s
   * (without an answer, or first in line without a credit), 'busy' with 256 commands waiting, or why the transport closed.
   */
  async send<P extends Shape, R extends Shape | null>(command: Command<P, R>, values: Values<P>): Promise<Returned<R>> {
    const returned = await new Promise<Uint8Array>((resolve, reject) => {
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
      this.#queue.push({ command, packet: commandPacket(command, values), resolve, reject, timer: null });
      this.#pump();
    });
    return (command.returns === null ? undefined : decodeAnswer(command, command.returns, returned)) as Returned<R>;
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
    const all = [...this.#sent.splice(0), ...this.#queue.splice(0)];
    this.#unanswered.clear();
    this.#credits = 1;
    this.#watchForStall();
    for (const pending of all) {
      if (pending.timer !== null) this.clock.clearTimeout(pending.timer);
      pending.reject(error);
    }
  }

  #take(opcode: number): Pending | undefined {
    const index = this.#sent.findIndex((p) => p.command.opcode === opcode);
    if (index < 0) {
      this.#unanswered.delete(opcode); // here it is at last
      return undefined;
    }
    const [pending] = this.#sent.splice(index, 1);
    if (pending && pending.timer !== null) this.clock.clearTimeout(pending.timer);
    return pending;
  }

  #pump(): void {
    while (this.#credits > 0 && !this.#isSeparating) {
      const next = this.#queue[0];
      if (!next) break;
      const question = this.#unanswered.has(next.command.opcode) ? this.#question() : null;
      if (question) {
        this.#separate(next.command.opcode, question);
        break;
      }
      this.#queue.shift();
      this.#transmit(next);
    }
    this.#watchForStall();
  }

  #transmit(pending: Pending): void {
    this.#credits -= 1;
    this.#sent.push(pending);
    pending.timer = this.clock.setTimeout(() => this.#onTimeout(pending), COMMAND_TIMEOUT_MS);
    this.write(pending.packet);
  }

  /** The answer is not coming: give the credit back, so that a controller that lost one command still gets the next. */
  #onTimeout(pending: Pending): void {
    const index = this.#sent.indexOf(pending);
    if (index >= 0) this.#sent.splice(index, 1);
    this.#unanswered.add(pending.command.opcode);
    pending.reject(timeoutError('hci', pending.command.name, COMMAND_TIMEOUT_MS));
    if (this.#sent.length === 0) this.#credits = Math.max(1, this.#credits);
    this.#pump();
  }

  /**
   * Asks something else before a command is sent again whose last answer is overdue. Answers come in order: once this one
   * is here the overdue one cannot be taken for the answer to the next command any more.
   */
  #separate(opcode: number, question: Command): void {
    this.#isSeparating = true;
    const answered = () => {
      this.#isSeparating = false;
      this.#unanswered.delete(opcode);
    };
    this.#transmit({
      command: question,
      packet: commandPacket(question, {}),
      resolve: answered,
      reject: answered, // a refusal is an answer too, and without any there is nothing more to do
      timer: null,
    });
  }

  #question(): Command | null {
    return QUESTIONS.find(({ opcode }) => !this.#unanswered.has(opcode)) ?? null;
  }

  /** A controller may give no credits for a while, but not for ever: the first in line is told, the next one tried. */
  #watchForStall(): void {
    const isStalled = this.#queue.length > 0 && this.#sent.length === 0 && this.#credits <= 0;
    if (isStalled) {
      this.#stall ??= this.clock.setTimeout(() => {
        this.#stall = null;
        const head = this.#queue.shift();
        head?.reject(timeoutError('hci', head.command.name, COMMAND_TIMEOUT_MS));
        this.#credits = 1;
        this.#pump();
      }, COMMAND_TIMEOUT_MS);
    } else if (this.#stall !== null) {
      this.clock.clearTimeout(this.#stall);
      this.#stall = null;
    }
  }
}

function commandPacket<P extends Shape>(command: Command<P>, values: Values<P>): Uint8Array {
  const params = encode(command.params, values);
  const packet = new Uint8Array(4 + params.length);
  packet.set([H4.command, command.opcode & 0xff, command.opcode >> 8, params.length]);
  packet.set(params, 4);
  return packet;
}

function decodeAnswer<R extends Shape>(command: Command, shape: R, returned: Uint8Array): Values<R> {
  try {
    return decode(shape, returned);
  } catch (cause) {
    if (!(cause instanceof PacketError)) throw cause;
    throw new BleError('hci/malformed-answer', {
      layer: 'hci',
      operation: command.name,
      message: `${command.name}: the controller's answer makes no sense, ${cause.message}`,
      cause,
    });
  }
}
