import type { VirtualController } from './controller.js';
import { coreOf } from './core.js';

/** What a hook decides; the first hook that decides wins. Returning nothing lets things take their course. */
export type CommandFault = 'drop' | { status: number } | { delayMs: number } | { replace: Uint8Array };
export type EventFault = 'drop' | { delayMs: number } | { replace: Uint8Array } | { duplicate: true };
export type AclFault = EventFault;

type Verdict<Fault> = Fault | undefined;
/** `parameters` are the command's, without opcode and length. */
export type CommandHook = (
  controller: VirtualController,
  opcode: number,
  parameters: Uint8Array,
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that only watches returns nothing
) => Verdict<CommandFault> | void;
/** `packet` is a whole H4 packet. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only watches returns nothing
export type PacketHook = (controller: VirtualController, packet: Uint8Array) => Verdict<EventFault> | void;
export type AfterCommand = (controller: VirtualController, opcode: number, parameters: Uint8Array) => void;
export type AfterEvent = (controller: VirtualController, packet: Uint8Array) => void;

/**
 * Ways to make a virtual radio misbehave. Each hook returns the function that removes it.
 *
 * - `command`: before a controller carries a command out. 'drop': it is never answered. `status`: it is answered with
 *   this error and not done. `delayMs`: it and all commands after it wait. `replace`: other parameters.
 * - `event`: before an event leaves for the host. `replace` is a whole H4 packet.
 * - `acl`: before an ACL packet of this controller's host goes on the air. A dropped one still counts as completed.
 * - `afterCommand`, `afterEvent`: once it has been done, or handed to the host.
 */
export class FaultHooks {
  #command = new Set<CommandHook>();
  #event = new Set<PacketHook>();
  #acl = new Set<PacketHook>();
  #afterCommand = new Set<AfterCommand>();
  #afterEvent = new Set<AfterEvent>();

  command(hook: CommandHook): () => void {
    return add(this.#command, hook);
  }

  event(hook: PacketHook): () => void {
    return add(this.#event, hook);
  }

  acl(hook: PacketHook): () => void {
    return add(this.#acl, hook);
  }

  afterCommand(hook: AfterCommand): () => void {
    return add(this.#afterCommand, hook);
  }

  afterEvent(hook: AfterEvent): () => void {
    return add(this.#afterEvent, hook);
  }

  /** Silence on one link: both hosts see supervision time-out (0x08) after its time. False if there is no such link. */
  breakLink(controller: VirtualController, handle: number): boolean {
    const end = coreOf(controller).links.get(handle);
    end?.link.breakOff();
    return end !== undefined;
  }

  /** Ends a link at once, both hosts being told `reason` (0x3D for a MIC failure, …). False if there is no such link. */
  endLink(controller: VirtualController, handle: number, reason: number): boolean {
    const end = coreOf(controller).links.get(handle);
    end?.other.close(reason);
    end?.close(reason);
    return end !== undefined;
  }

  /** Raw bytes to the host, as if the controller had sent them. No event hook sees them. */
  garbage(controller: VirtualController, bytes: Uint8Array): void {
    coreOf(controller).sendRaw(Uint8Array.from(bytes));
  }

  /** What the hooks say; for controllers. */
  judgeCommand(controller: VirtualController, opcode: number, parameters: Uint8Array): Verdict<CommandFault> {
    for (const hook of this.#command) {
      const verdict = hook(controller, opcode, parameters);
      if (verdict) return verdict;
    }
    return undefined;
  }

  judgeEvent(controller: VirtualController, packet: Uint8Array): Verdict<EventFault> {
    return this.#event.size === 0 ? undefined : judge(this.#event, controller, packet);
  }

  judgeAcl(controller: VirtualController, packet: Uint8Array): Verdict<AclFault> {
    return this.#acl.size === 0 ? undefined : judge(this.#acl, controller, packet);
  }

  commandDone(controller: VirtualController, opcode: number, parameters: Uint8Array): void {
    for (const hook of this.#afterCommand) hook(controller, opcode, parameters);
  }

  eventDone(controller: VirtualController, packet: Uint8Array): void {
    for (const hook of this.#afterEvent) hook(controller, packet);
  }
}

function judge(hooks: ReadonlySet<PacketHook>, controller: VirtualController, packet: Uint8Array): Verdict<EventFault> {
  for (const hook of hooks) {
    const verdict = hook(controller, packet);
    if (verdict) return verdict;
  }
  return undefined;
}

function add<T>(set: Set<T>, hook: T): () => void {
  set.add(hook);
  return () => void set.delete(hook);
}
