import { invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { PairingAnswer, PairingPeer, PairingPrompt } from '../../../src-shared/model/pairing.js';
import type { Clock } from '../clock.js';

/** How long a side may take, Core Vol 3 Part H 3.4; the host ends the pairing then, and the prompt with it. */
const ANSWER_MS = 30_000;

type Kinds = {
  'display-passkey': { passkey: string };
  'enter-passkey': object;
  'compare-numbers': { value: string };
  confirm: { weakensBond: boolean; secureConnections: boolean; bond: boolean };
};

interface Open {
  prompt: PairingPrompt;
  /** null: the pairing ended without an answer. */
  settle: (answer: PairingAnswer | null) => void;
}

/** What the user is being shown or asked. A prompt closes with its answer or with its pairing, whichever is first. */
export class Prompts {
  readonly #open = new Map<number, Open>();
  #next = 1;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {}

  list(): PairingPrompt[] {
    return [...this.#open.values()].map(({ prompt }) => prompt);
  }

  /** Resolves with the answer, or with null when the signal aborts first. */
  ask<K extends keyof Kinds>(
    kind: K,
    of: { attempt: number; peer: PairingPeer },
    details: Kinds[K],
    signal: AbortSignal,
  ): Promise<PairingAnswer | null> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(null);
      const id = this.#next;
      this.#next += 1;
      const now = this.clock.now();
      const prompt = { id, ...of, startedAt: now, expiresAt: now + ANSWER_MS, kind, ...details } as PairingPrompt;
      const settle = (answer: PairingAnswer | null) => {
        signal.removeEventListener('abort', onAbort);
        if (!this.#open.delete(id)) return;
        this.onChange();
        resolve(answer);
      };
      const onAbort = () => settle(null);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#open.set(id, { prompt, settle });
      this.onChange();
    });
  }

  /** One that is gone already is no mistake: its pairing ended in that moment. Throws for an answer to another question. */
  answer(id: number, answer: PairingAnswer): void {
    const open = this.#open.get(id);
    if (!open) return;
    const { kind } = open.prompt;
    if (kind === 'display-passkey') throw invalidArgument('answer', 'a passkey that is shown wants no answer');
    const wanted = kind === 'enter-passkey' ? 'passkey' : 'yes-no';
    if (answer.kind !== wanted) throw invalidArgument('answer', `this prompt wants a ${wanted} answer`);
    open.settle(answer);
  }

  /** The attempt of a prompt, null when it is gone. */
  attemptOf(id: number): number | null {
    return this.#open.get(id)?.prompt.attempt ?? null;
  }
}

/** 0 to 999_999 as the six digits that a device shows. */
export const sixDigits = (value: number): string => String(value).padStart(6, '0');
