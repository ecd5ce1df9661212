import type { DisconnectReason, LinkSecurity } from '../api/connection.js';
import type { DeviceRecord } from '../api/device-registry.js';
import { disconnectReason, unsupported } from '../api/errors.js';
import { Link } from '../api/link.js';
import { withoutChannels } from '../api/link-channels.js';
import { withoutGatt } from '../api/link-gatt.js';
import { DEFAULT_TIMEOUT_MS, type Op } from '../api/options.js';
import type { Clock } from '../util/clock.js';
import type { NativeLink } from './native-peer.js';
import type { NoblePeripheral } from './noble-like.js';

const REMOTE_USER_TERMINATED = 0x13;
const TERMINATED_BY_LOCAL_HOST = 0x16;

/** What the operating system has agreed with the peer is not told. */
const NO_SECURITY: LinkSecurity = {
  encrypted: false,
  authenticated: false,
  bonded: false,
  keySize: 0,
  secureConnections: false,
};

/** A link the operating system holds. It tells no parameters: they read 0. */
export class NativeConnection extends Link implements NativeLink {
  protected readonly gatt = withoutGatt(
    'this version has no GATT through the operating system',
    'Use a controller of your own through tcp: or unix:, or the virtual radio.',
  );
  protected readonly channels = withoutChannels(
    `${process.platform} does not give its L2CAP channels away`,
    'Use a controller of your own through tcp: or unix:, or the virtual radio.',
  );
  protected readonly security = NO_SECURITY;
  #asked = false;

  constructor(
    device: DeviceRecord,
    private readonly peripheral: NoblePeripheral,
    clock: Clock,
    adapterClosed: AbortSignal,
    private readonly onEnded: (link: NativeConnection) => void,
  ) {
    super(device, 'central', { intervalUs: 0, latency: 0, supervisionTimeoutMs: 0 }, clock, adapterClosed);
  }

  lost(reason: unknown): void {
    this.ended(this.#reasonOf(reason));
  }

  pair(): Promise<never> {
    return Promise.reject(
      unsupported(
        'pair',
        `${process.platform} pairs by itself, and does not say how`,
        'Use a controller of your own through tcp: or unix:, or the virtual radio.',
      ),
    );
  }

  cancelPairing(): void {
    // The system's own dialogs end the system's pairings.
  }

  setPhy(): Promise<never> {
    return Promise.reject(unsupported('set PHY', `${process.platform} chooses the PHY itself`));
  }

  updateParameters(): Promise<void> {
    return Promise.reject(
      unsupported(
        'update parameters',
        `${process.platform} chooses connection parameters itself`,
        'Use a controller of your own through tcp: or unix:.',
      ),
    );
  }

  /** Guarded: noble does not always answer. */
  async readRssi(o: Op = {}): Promise<number> {
    const { peripheral } = this;
    return this.operate('read RSSI', o, DEFAULT_TIMEOUT_MS.gap, (signal) => {
      return new Promise((resolve, reject) => {
        const onRssi = (rssi: number) => {
          peripheral.off('rssiUpdate', onRssi);
          resolve(rssi);
        };
        signal.addEventListener('abort', () => {
          peripheral.off('rssiUpdate', onRssi);
          reject(signal.reason);
        });
        peripheral.on('rssiUpdate', onRssi);
        peripheral.updateRssi();
      });
    });
  }

  override ended(reason: DisconnectReason): void {
    const wasUp = this.isConnected();
    super.ended(reason);
    if (wasUp) this.onEnded(this);
  }

  /** Asks for the end without waiting for it. */
  drop(): void {
    this.#asked = true;
    this.peripheral.disconnect();
  }

  protected async requestDisconnect(): Promise<void> {
    this.drop();
  }

  #reasonOf(reason: unknown): DisconnectReason {
    if (this.#asked) return disconnectReason(TERMINATED_BY_LOCAL_HOST);
    return disconnectReason(typeof reason === 'number' ? reason : REMOTE_USER_TERMINATED);
  }
}
