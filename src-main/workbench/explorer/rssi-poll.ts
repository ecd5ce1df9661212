import { BleError } from '../../../src-shared/model/ble-error.js';
import type { Clock, TimerHandle } from '../clock.js';
import type { PeerLink } from './peer-link.js';

const EVERY_MS = 2_000;

/** Reads the signal strength of a link again and again until it is stopped or the link ends. */
export class RssiPoll {
  #rssi: number | null = null;
  #timer: TimerHandle | null = null;
  #isOver = false;

  constructor(
    private readonly peer: Pick<PeerLink, 'readRssi' | 'signal'>,
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {
    this.#read();
  }

  /** dBm; null where the radio does not say. */
  get rssi(): number | null {
    return this.#rssi;
  }

  stop(): void {
    this.#isOver = true;
    if (this.#timer !== null) this.clock.clearTimeout(this.#timer);
  }

  #read(): void {
    this.#timer = null;
    if (this.#isOver || this.peer.signal.aborted) return;
    this.peer.readRssi().then(
      (rssi) => {
        this.#tell(rssi);
        this.#again();
      },
      (error: unknown) => {
        this.#tell(null);
        if (!(error instanceof BleError && error.code === 'unsupported')) this.#again();
      },
    );
  }

  #again(): void {
    if (!this.#isOver) this.#timer = this.clock.setTimeout(() => this.#read(), EVERY_MS);
  }

  #tell(rssi: number | null): void {
    if (this.#isOver || rssi === this.#rssi) return;
    this.#rssi = rssi;
    this.onChange();
  }
}
