import { ADV_TYPE } from '../../../../src-shared/assigned-numbers/hci.js';
import { toHex } from '../../../../src-shared/bytes/hex.js';
import { type AdvertiseOptions, type AdvertisingPayload, advertisingPayload } from '../../api/advertise-options.js';
import type { Connection } from '../../api/connection.js';
import { BleError } from '../../api/errors.js';
import type { TraceLog } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import { withDeadline } from '../../util/deadline.js';
import type { Mutex } from '../../util/mutex.js';
import { commands } from '../hci/commands.js';
import type { Hci } from '../hci/hci.js';
import type { AddressUser, OwnAddress } from './own-address.js';
import { RadioSwitch } from './radio-switch.js';

const PDU_TYPE = {
  ADV_IND: ADV_TYPE.advInd,
  ADV_SCAN_IND: ADV_TYPE.advScanInd,
  ADV_NONCONN_IND: ADV_TYPE.advNonconnInd,
};
const ALL_CHANNELS = 0x07;
const NO_PEER = '00:00:00:00:00:00';

/** One advertise(), from its call to its end. */
interface Run {
  readonly payload: AdvertisingPayload;
  readonly intervalUs: number;
  /** Aborts when it is to end. */
  readonly signal: AbortSignal;
  connected(connection: Connection): void;
  failed(error: unknown): void;
  ownAddressType: 0 | 1;
  over: boolean;
}

export interface AdvertisingOptions {
  hci: Hci;
  clock: Clock;
  own: OwnAddress;
  trace: TraceLog;
  /** One sequence of commands to the radio at a time. */
  gate: Mutex;
  closed: AbortSignal;
}

/** The broadcaster and peripheral roles: one advertisement at a time on one controller. */
export class Advertising implements AddressUser {
  #run: Run | null = null;
  /** The run that the controller advertises for, or did until an instant ago. */
  #onAir: Run | null = null;
  readonly #switch: RadioSwitch;

  constructor(private readonly options: AdvertisingOptions) {
    this.#switch = new RadioSwitch((enable) => options.hci.send(commands.leSetAdvertisingEnable, { enable }));
  }

  get isOn(): boolean {
    return this.#switch.mayBeOn;
  }

  get shows(): 0 | 1 | null {
    return this.#onAir?.ownAddressType ?? null;
  }

  async advertise(o: AdvertiseOptions): Promise<Connection> {
    const { clock, closed, trace, gate } = this.options;
    const payload = advertisingPayload(o);
    const spec = {
      clock,
      layer: 'gap',
      operation: 'advertise',
      limits: o,
      defaultMs: Infinity,
      ends: [closed],
    } as const;
    return withDeadline(spec, async (signal) => {
      if (this.#run)
        throw new BleError('busy', {
          layer: 'gap',
          operation: 'advertise',
          message: 'advertise: this adapter advertises already',
        });
      const operation = trace.begin('gap', 'advertise', {
        intervalUs: o.intervalUs,
        connectable: o.connectable ?? true,
        advData: toHex(payload.advData),
        respData: toHex(payload.respData),
        ...(payload.omitted.length > 0 && { omitted: payload.omitted.join('; ') }),
      });
      const { run, connection } = newRun(o, payload, signal);
      this.#run = run;
      signal.addEventListener('abort', () => {
        run.failed(signal.reason);
        this.#leave(run);
        if (!closed.aborted)
          gate
            .run(() => this.#stop(run))
            .catch((error) => trace.event('gap', 'stop advertising failed', { error: String(error) }));
      });
      gate.run(() => this.#start(run)).catch(run.failed);
      try {
        const link = await connection;
        operation.end({ peer: link.device.address });
        return link;
      } catch (error) {
        operation.fail(error);
        throw error;
      } finally {
        this.#leave(run);
      }
    });
  }

  /** A central has connected, which ends advertising in the controller. Whether an advertise() waited for it. */
  onConnected(connection: Connection): boolean {
    const run = this.#onAir;
    this.#offAir();
    if (!run || run.over) return false;
    run.connected(connection);
    this.#leave(run);
    return true;
  }

  /** The controller is gone or was reset. */
  end(error: BleError): void {
    const run = this.#run;
    this.#offAir();
    if (!run) return;
    run.failed(error);
    this.#leave(run);
  }

  /** Within the gate: stops the radio until resume(). */
  async suspend(): Promise<void> {
    await this.#switch.off();
  }

  /** Within the gate. An advertisement that cannot go on ends with the reason. */
  async resume(): Promise<void> {
    const run = this.#onAir;
    if (!run || run.over) return;
    try {
      await this.#switch.on(() => this.#configure(run));
    } catch (error) {
      this.#onAir = null;
      run.failed(error);
    }
  }

  async #start(run: Run): Promise<void> {
    if (run.over) return;
    const { own } = this.options;
    try {
      await this.#switch.off();
      run.ownAddressType = await own.prepare();
      this.#onAir = run;
      await this.#switch.on(() => this.#configure(run));
    } catch (error) {
      this.#onAir = null;
      throw error;
    } finally {
      own.changed();
    }
  }

  async #stop(run: Run): Promise<void> {
    if (this.#onAir !== run) return;
    try {
      await this.#switch.off();
    } finally {
      this.#onAir = null;
      this.options.own.changed();
    }
  }

  async #configure({ payload, intervalUs, ownAddressType, signal }: Run): Promise<void> {
    const { hci } = this.options;
    const interval = Math.floor(intervalUs / 625);
    await hci.send(commands.leSetAdvertisingParameters, {
      intervalMin: interval,
      intervalMax: interval,
      type: PDU_TYPE[payload.pdu],
      ownAddressType,
      peerAddressType: 0,
      peerAddress: NO_PEER,
      channelMap: ALL_CHANNELS,
      filterPolicy: 0,
    });
    await hci.send(commands.leSetAdvertisingData, { data: payload.advData });
    // Always set, so that no response of an earlier advertisement is left in the controller.
    await hci.send(commands.leSetScanResponseData, { data: payload.respData });
    signal.throwIfAborted();
  }

  #offAir(): void {
    this.#onAir = null;
    this.#switch.forget();
    this.options.own.changed();
  }

  #leave(run: Run): void {
    run.over = true;
    if (this.#run === run) this.#run = null;
  }
}

function newRun(o: AdvertiseOptions, payload: AdvertisingPayload, signal: AbortSignal) {
  let connected: Run['connected'] = () => undefined;
  let failed: Run['failed'] = () => undefined;
  const connection = new Promise<Connection>((resolve, reject) => {
    connected = resolve;
    failed = reject;
  });
  const run: Run = { payload, intervalUs: o.intervalUs, signal, connected, failed, ownAddressType: 0, over: false };
  return { run, connection };
}
