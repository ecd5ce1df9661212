import type { Device } from '../../api/device.js';
import type { BleError } from '../../api/errors.js';
import { type ResolvedScanOptions, type ScanRadio, ScanSession } from '../../api/scan-session.js';
import type { ScanOptions } from '../../api/scanner.js';
import type { TraceLog, TraceOperation } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import type { Mutex } from '../../util/mutex.js';
import { commands } from '../hci/commands.js';
import type { Hci } from '../hci/hci.js';
import type { AddressUser, OwnAddress } from './own-address.js';
import { RadioSwitch } from './radio-switch.js';

export interface ScanningOptions {
  hci: Hci;
  clock: Clock;
  own: OwnAddress;
  trace: TraceLog;
  /** One sequence of commands to the radio at a time. */
  gate: Mutex;
  device: (address: string, type: 'public' | 'random') => Device;
}

/** The session the controller scans for, with its settings. */
interface Active {
  session: ScanSession;
  options: ResolvedScanOptions;
  operation: TraceOperation;
  /** null until the controller has been told. */
  ownAddressType: 0 | 1 | null;
}

/**
 * The observer role: one scan at a time on one controller. While it is suspended sessions run on, begin and end as ever,
 * and hear nothing.
 */
export class Scanning implements AddressUser {
  #current: ScanSession | null = null;
  #active: Active | null = null;
  #suspensions = 0;
  readonly #switch: RadioSwitch;

  constructor(private readonly options: ScanningOptions) {
    const { hci } = options;
    hci.onReport = (report) => this.#current?.onReport(report);
    // Duplicates are wanted: merging is done here, and RSSI comes with each.
    this.#switch = new RadioSwitch((enable) => hci.send(commands.leSetScanEnable, { enable, filterDuplicates: false }));
  }

  get isOn(): boolean {
    return this.#switch.mayBeOn;
  }

  /** A passive scan sends nothing. */
  get shows(): 0 | 1 | null {
    return this.#active?.options.active ? this.#active.ownAddressType : null;
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

  /** Ends the running scan: the adapter closes, or its controller is gone or was reset. */
  async end(error: BleError | null): Promise<void> {
    await this.#current?.finish(error);
  }

  /** The controller was reset: it scans no more. */
  forget(error: BleError): void {
    this.#active?.operation.fail(error);
    this.#active = null;
    this.#switch.forget();
  }

  /** Within the gate: stops the radio until as many resume() have come. */
  async suspend(): Promise<void> {
    this.#suspensions += 1;
    await this.#switch.off();
  }

  /** Within the gate. A scan that cannot go on ends with the reason. */
  async resume(): Promise<void> {
    this.#suspensions -= 1;
    const active = this.#active;
    if (this.#suspensions > 0 || !active) return;
    try {
      if (active.ownAddressType === null) await this.#apply(active);
      else await this.#switch.on(() => this.#configure(active));
    } catch (error) {
      if (this.#active === active) this.#active = null;
      active.operation.fail(error);
      void active.session.finish(error);
    }
  }

  #start(session: ScanSession, options: ResolvedScanOptions): Promise<void> {
    const { gate, trace, own } = this.options;
    return gate.run(async () => {
      this.#active?.operation.end({ ...this.#active.session.stats });
      const { active: isActive, intervalUs, windowUs, durationMs } = options;
      const operation = trace.begin('gap', 'scan', { active: isActive, intervalUs, windowUs, durationMs });
      const active: Active = { session, options, operation, ownAddressType: null };
      this.#active = active;
      try {
        if (this.#suspensions === 0) await this.#apply(active);
      } catch (error) {
        operation.fail(error);
        if (this.#active === active) this.#active = null;
        throw error;
      } finally {
        own.changed();
      }
    });
  }

  #stop(session: ScanSession): Promise<void> {
    const { gate, own } = this.options;
    return gate.run(async () => {
      const active = this.#active;
      if (active?.session !== session) return;
      this.#active = null;
      try {
        await this.#switch.off();
        active.operation.end({ ...session.stats });
      } catch (error) {
        active.operation.fail(error);
        throw error;
      } finally {
        own.changed();
      }
    });
  }

  async #apply(active: Active): Promise<void> {
    await this.#switch.off(); // first, so that a new address need not suspend it
    active.ownAddressType = await this.options.own.prepare();
    await this.#switch.on(() => this.#configure(active));
  }

  async #configure({ options, ownAddressType }: Active): Promise<void> {
    await this.options.hci.send(commands.leSetScanParameters, {
      type: options.active ? 1 : 0,
      interval: Math.floor(options.intervalUs / 625),
      window: Math.floor(options.windowUs / 625),
      ownAddressType: ownAddressType ?? 0,
      filterPolicy: 0,
    });
  }
}
