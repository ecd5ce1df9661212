import type { Share } from '../../src-shared/ipc/adapters.js';
import type { Input } from '../../src-shared/ipc/contract.js';
import { BleError } from '../../src-shared/model/ble-error.js';
import { checkSocketPath } from './adapter-spec.js';

/** A listener that foreign H4 hosts join the radio through. */
export interface RadioListener {
  /** Address to give to the other side, with the port that was taken: 'tcp:127.0.0.1:40123'. */
  readonly spec: string;
  readonly clients: readonly { name: string; since: number }[];
  /** Told when somebody came or went. Returns the function that stops it. */
  on(event: 'change', listener: () => void): () => void;
  /** Ends the listener and sends everybody away. */
  close(): Promise<void>;
}

/** The app's radio, open to other programs of this machine or not. */
export class RadioShare {
  readonly #listen: (spec: string) => Promise<RadioListener>;
  readonly #changed: () => void;
  #listener: RadioListener | null = null;
  #stopFollowing: () => void = () => undefined;
  #starting = false;

  constructor(listen: (spec: string) => Promise<RadioListener>, changed: () => void) {
    this.#listen = listen;
    this.#changed = changed;
  }

  async start(input: Input<'adapters.share'>): Promise<void> {
    if (this.#listener || this.#starting) {
      const message = `The radio is shared already${this.#listener ? `, at ${this.#listener.spec}` : ''}`;
      throw new BleError('busy', { layer: 'app', operation: 'share the radio', message, fix: 'Stop sharing first.' });
    }
    // Loopback only: whoever reaches this listener works the radio without being asked for anything.
    const spec = input.kind === 'tcp' ? `tcp:127.0.0.1:${input.port}` : `unix:${checkSocketPath(input.path)}`;
    this.#starting = true;
    try {
      this.#listener = await this.#listen(spec);
    } catch (error) {
      throw explainListenError(error, spec);
    } finally {
      this.#starting = false;
    }
    this.#stopFollowing = this.#listener.on('change', this.#changed);
    this.#changed();
  }

  async stop(): Promise<void> {
    const listener = this.#listener;
    if (!listener) return;
    this.#listener = null;
    this.#stopFollowing();
    await listener.close();
    this.#changed();
  }

  state(): Share | null {
    if (!this.#listener) return null;
    return { spec: this.#listener.spec, clients: this.#listener.clients.map(({ name, since }) => ({ name, since })) };
  }
}

const LISTEN_FIXES: Readonly<Record<string, [why: string, fix: string]>> = {
  EADDRINUSE: ['another program listens there', 'Choose another port or path; port 0 takes any free one.'],
  EACCES: ['this user may not listen there', 'Choose a port above 1023, or a path in a folder you may write to.'],
  ENOENT: ['the folder does not exist', 'Choose a path in a folder that exists.'],
};

/** The radio says what the system said; a user is better served with why that is, and what to do. */
function explainListenError(error: unknown, spec: string): unknown {
  const cause = error instanceof BleError ? error.cause : error;
  const known = LISTEN_FIXES[(cause as NodeJS.ErrnoException | undefined)?.code ?? ''];
  if (!known) return error;
  const [why, fix] = known;
  const message = `${spec} cannot be opened: ${why}`;
  return new BleError('transport/listen-failed', {
    layer: 'transport',
    operation: 'share the radio',
    message,
    fix,
    cause: error,
  });
}
