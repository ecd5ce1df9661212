import type { Device } from '../../api/device.js';
import { BleError } from '../../api/errors.js';
import { type ResolvedScanOptions, type ScanRadio, ScanSession } from '../../api/scan-session.js';
import type { ScanOptions } from '../../api/scanner.js';
import type { TraceLog, TraceOperation } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import { Mutex } from '../../util/mutex.js';
import { commands } from '../hci/commands.js';
import type { Hci } from '../hci/hci.js';
import type { OwnAddress } from './own-address.js';

export interface ScanningOptions {
  hci: Hci;
  clock: Clock;
  own: OwnAddress;
  trace: TraceLog;
  device: (address: string, type: 'public' | 'random') => Device;
}

/** The observer role: one scan at a time on one controller. */
export class Scanning {
  #current: ScanSession | null = null;
  /** The session the controller scans for, with its settings. */
  #active: { session: ScanSession; options: ResolvedScanOptions; operation: TraceOperation } | null = null;
  #isPaused = false;
  readonly #mutex = new Mutex();

  constructor(private readonly options: ScanningOptions) {
    options.hci.onReport = (report) => this.#current?.onReport(report);
  }

  get active(): boolean {
    return this.#active !== null;
  }

  /** Starts a scan; one that was running ends. */
  scan(o: ScanOptions): ScanSession {
    const { clock, device } = this.options;
    const radio: ScanRadio = { start: (...args) => this.#start(...args), stop: (ended) => this.#stop(ended) };
    const before = this.#current;
    const session = new ScanSession(o, clock, radio, device);
    void before?.finish(null);
    this.#current = session;
    session.onEnd = () => {
      if (this.#current === session) this.#current = null;
    };
    return session;
  }

  /** Ends the running scan with an error: the controller is gone or was reset. */
  async end(error: BleError | null): Promise<void> {
    await this.#current?.finish(error);
  }

  /** The controller was reset: it scans no more. */
  forget(): void {
    this.#active = null;
  }

  /** Runs work that this controller refuses while it scans. */
  async paused<T>(work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(async () => {
      const paused = this.#active;
      if (paused) await this.#enable(false);
      this.#isPaused = true;
      try {
        return await work();
      } finally {
        this.#isPaused = false;
        if (paused && this.#active === paused) await this.#apply(paused.options);
      }
    });
  }

  #start(session: ScanSession, options: ResolvedScanOptions): Promise<void> {
    return this.#mutex.run(async () => {
      if (this.#active) await this.#disable();
      const { active, intervalUs, windowUs, durationMs } = options;
      const operation = this.options.trace.begin('gap', 'scan', { active, intervalUs, windowUs, durationMs });
      this.#active = { session, options, operation };
      try {
        await this.#apply(options);
      } catch (error) {
        operation.fail(error);
        this.#active = null;
        throw error;
      }
    });
  }

  async #stop(session: ScanSession): Promise<void> {
    if (this.#isPaused && this.#active?.session === session) {
      this.#active.operation.end({ ...session.stats });
      this.#active = null; // the controller is not scanning; now it will not go on
      return;
    }
    await this.#mutex.run(async () => {
      if (this.#active?.session === session) await this.#disable();
    });
  }

  async #disable(): Promise<void> {
    const ending = this.#active;
    this.#active = null;
    ending?.operation.end({ ...ending.session.stats });
    await this.#enable(false);
  }

  async #apply(options: ResolvedScanOptions): Promise<void> {
    const { hci, own } = this.options;
    const ownAddressType = await own.prepare();
    await hci.send(commands.leSetScanParameters, {
      type: options.active ? 1 : 0,
      interval: Math.floor(options.intervalUs / 625),
      window: Math.floor(options.windowUs / 625),
      ownAddressType,
      filterPolicy: 0,
    });
    await this.#enable(true);
  }

  /** Duplicates are wanted: merging is done here, and RSSI comes with each. */
  async #enable(enable: boolean): Promise<void> {
    try {
      await this.options.hci.send(commands.leSetScanEnable, { enable, filterDuplicates: false });
    } catch (error) {
      // Some controllers refuse to be told what they do already.
      if (!(error instanceof BleError && error.code === 'hci/command-disallowed')) throw error;
    }
  }
}
