import { ADV_TYPE } from '../../../../src-shared/assigned-numbers/hci.js';
import { toHex } from '../../../../src-shared/bytes/hex.js';
import { encodeAdvertising } from '../../../../src-shared/decode/encode-advertising.js';
import type { AdvertiseOptions } from '../../api/advertise-options.js';
import type { Connection } from '../../api/connection.js';
import { BleError, invalidArgument } from '../../api/errors.js';
import type { TraceLog } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import { withDeadline } from '../../util/deadline.js';
import { Mutex } from '../../util/mutex.js';
import { commands } from '../hci/commands.js';
import type { Hci } from '../hci/hci.js';
import type { OwnAddress } from './own-address.js';

const MAX_PAYLOAD = 31;
const ALL_CHANNELS = 0x07;
const NO_PEER = '00:00:00:00:00:00';

interface Run {
  connected(connection: Connection): void;
  failed(error: unknown): void;
  over: boolean;
}

export interface AdvertisingOptions {
  hci: Hci;
  clock: Clock;
  own: OwnAddress;
  trace: TraceLog;
  closed: AbortSignal;
}

/** The broadcaster and peripheral roles: one advertisement at a time on one controller. */
export class Advertising {
  #run: Run | null = null;
  #enabled = false;
  readonly #mutex = new Mutex();

  constructor(private readonly options: AdvertisingOptions) {}

  async advertise(o: AdvertiseOptions): Promise<Connection> {
    const { clock, closed, trace } = this.options;
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
      });
      const connection = new Promise<Connection>((resolve, reject) => {
        this.#run = { connected: resolve, failed: reject, over: false };
      });
      const run = this.#run as unknown as Run;
      const leave = () => {
        run.over = true;
        if (this.#run === run) this.#run = null;
      };
      signal.addEventListener('abort', () => {
        run.failed(signal.reason);
        leave();
        if (!closed.aborted)
          this.#mutex
            .run(() => this.#stop())
            .catch((error) => trace.event('gap', 'stop advertising failed', { error: String(error) }));
      });
      this.#mutex.run(() => this.#start(o, payload, run)).catch(run.failed);
      try {
        const link = await connection;
        operation.end({ peer: link.device.address });
        return link;
      } catch (error) {
        operation.fail(error);
        throw error;
      } finally {
        leave();
      }
    });
  }

  /** A central has connected, which ends advertising in the controller. Whether an advertise() waited for it. */
  onConnected(connection: Connection): boolean {
    this.#enabled = false;
    const run = this.#run;
    run?.connected(connection);
    this.#run = null;
    return run !== null;
  }

  /** The controller was reset. */
  end(error: BleError): void {
    this.#enabled = false;
    this.#run?.failed(error);
    this.#run = null;
  }

  async #start(o: AdvertiseOptions, payload: Payload, run: Run): Promise<void> {
    if (run.over) return;
    const { hci, own } = this.options;
    if (this.#enabled) await this.#stop();
    const interval = Math.floor(o.intervalUs / 625);
    const ownAddressType = await own.prepare();
    await hci.send(commands.leSetAdvertisingParameters, {
      intervalMin: interval,
      intervalMax: interval,
      type: advertisingType(o),
      ownAddressType,
      peerAddressType: 0,
      peerAddress: NO_PEER,
      channelMap: ALL_CHANNELS,
      filterPolicy: 0,
    });
    await hci.send(commands.leSetAdvertisingData, { data: payload.advData });
    // Always set, so that no response of an earlier advertisement is left in the controller.
    await hci.send(commands.leSetScanResponseData, { data: payload.respData });
    if (run.over) return;
    this.#enabled = true;
    await hci.send(commands.leSetAdvertisingEnable, { enable: true });
  }

  async #stop(): Promise<void> {
    if (!this.#enabled) return;
    this.#enabled = false;
    try {
      await this.options.hci.send(commands.leSetAdvertisingEnable, { enable: false });
    } catch (error) {
      // A central came at the same moment, or the controller refuses to be told what it does already.
      if (!(error instanceof BleError && error.code === 'hci/command-disallowed')) throw error;
    }
  }
}

interface Payload {
  advData: Uint8Array;
  respData: Uint8Array;
}

function advertisingPayload(o: AdvertiseOptions): Payload {
  const { intervalUs } = o;
  if (!(intervalUs >= 20_000 && intervalUs <= 10_240_000)) {
    throw invalidArgument('advertise', `intervalUs is ${intervalUs}; use 20000 to 10240000 microseconds`);
  }
  if (!o.advData && !o.respData) return encodeAdvertising(o);
  const { advData = new Uint8Array(0), respData = new Uint8Array(0) } = o;
  for (const [name, data] of [
    ['advData', advData],
    ['respData', respData],
  ] as const) {
    if (data.length > MAX_PAYLOAD)
      throw invalidArgument('advertise', `${name} has ${data.length} bytes; ${MAX_PAYLOAD} fit`);
  }
  return { advData, respData };
}

function advertisingType({ connectable = true, scannable = true }: AdvertiseOptions): number {
  if (connectable) return ADV_TYPE.advInd;
  return scannable ? ADV_TYPE.advScanInd : ADV_TYPE.advNonconnInd;
}
