import { HCI_ERROR } from '../../../src-shared/assigned-numbers/hci.js';
import { ByteReader } from '../../../src-shared/bytes/byte-reader.js';
import type { Command } from './commands/command.js';
import { COMMANDS } from './commands/table.js';
import type { ControllerCore } from './core.js';
import { commandComplete, commandStatus } from './events.js';

/** A host has one credit; some send a whole start-up sequence at once, as a kernel's queue would let them. */
const QUEUE_LIMIT = 64;
const HEADER = 4;

/** Carries commands out one at a time, in order, each answered before the next (Vol 4 Part E 4.4). */
export class CommandQueue {
  #waiting: Uint8Array[] = [];
  #held = false;
  /** Counts resets of the host's side, so that a command held back by a fault does not outlive its host. */
  #session = 0;

  constructor(private readonly core: ControllerCore) {}

  push(packet: Uint8Array): void {
    if (this.#waiting.length >= QUEUE_LIMIT) {
      this.core.stats.commandsDropped += 1;
      return;
    }
    this.#waiting.push(packet);
    this.core.air.scheduler.soon(() => this.#run());
  }

  clear(): void {
    this.#waiting = [];
    this.#held = false;
    this.#session += 1;
  }

  #run(): void {
    while (!this.#held) {
      const packet = this.#waiting.shift();
      if (!packet) return;
      this.#take(packet);
    }
  }

  #take(packet: Uint8Array): void {
    const { core } = this;
    if (packet.length < HEADER) {
      core.stats.malformed += 1;
      return;
    }
    core.stats.commands += 1;
    const opcode = (packet[1] as number) | ((packet[2] as number) << 8);
    const parameters = packet.slice(HEADER);
    const wrongLength = parameters.length !== packet[3];
    if (wrongLength) core.stats.malformed += 1;
    const verdict = core.air.faults.judgeCommand(core.facade, opcode, parameters);
    if (verdict === 'drop') return;
    if (verdict && 'status' in verdict) this.#fail(opcode, verdict.status);
    else if (verdict && 'delayMs' in verdict) this.#hold(opcode, parameters, verdict.delayMs);
    else if (verdict && 'replace' in verdict) this.#execute(opcode, Uint8Array.from(verdict.replace));
    else if (wrongLength) this.#fail(opcode, HCI_ERROR['invalid-hci-command-parameters']);
    else this.#execute(opcode, parameters);
  }

  #hold(opcode: number, parameters: Uint8Array, ms: number): void {
    const session = this.#session;
    this.#held = true;
    this.core.air.scheduler.after(ms, () => {
      if (this.#session !== session) return;
      this.#held = false;
      this.#execute(opcode, parameters);
      this.#run();
    });
  }

  #execute(opcode: number, parameters: Uint8Array): void {
    const { core } = this;
    const command = COMMANDS.get(opcode);
    if (!command) {
      this.#fail(opcode, HCI_ERROR['unknown-hci-command']);
      return;
    }
    if (command.length !== null && command.length !== parameters.length) {
      this.#fail(opcode, HCI_ERROR['invalid-hci-command-parameters']);
      return;
    }
    const reply = command.run(core, new ByteReader(parameters, 'hci'));
    if (typeof reply === 'number') this.#answer(command, reply);
    else if (reply instanceof Uint8Array) core.alwaysEvent(commandComplete(opcode, reply));
    else {
      this.#answer(command, reply.status);
      reply.after();
    }
    core.air.faults.commandDone(core.facade, opcode, parameters);
  }

  #fail(opcode: number, status: number): void {
    const command = COMMANDS.get(opcode);
    // A command nobody knows is answered by Command Status (Vol 4 Part E 7.7.15).
    if (command) this.#answer(command, status);
    else this.core.alwaysEvent(commandStatus(opcode, status));
  }

  /** Return parameters after a failure are zero, but there: hosts read them at their full length. */
  #answer({ opcode, kind, returns }: Command, status: number): void {
    if (kind === 'silent' && status === 0) return;
    if (kind === 'status') {
      this.core.alwaysEvent(commandStatus(opcode, status));
      return;
    }
    const parameters = new Uint8Array(1 + returns);
    parameters[0] = status;
    this.core.alwaysEvent(commandComplete(opcode, parameters));
  }
}
