import type { BleError } from '../../../src-shared/model/ble-error.js';

/** H4 packet indicators, Core Vol 4 Part A 2. */
export const H4 = { command: 0x01, acl: 0x02, sco: 0x03, event: 0x04, iso: 0x05 } as const;

export interface TransportHandlers {
  /** One whole H4 packet, indicator byte first. The receiver owns the bytes. */
  packet(packet: Uint8Array): void;
  /** Called once. null after our own close(); otherwise why the controller is gone. */
  closed(error: BleError | null): void;
}

/** Where HCI bytes come from and go to: a controller as the host sees it. */
export interface HciTransport {
  /** For people: 'virtual radio', 'tcp:127.0.0.1:9000'. */
  readonly label: string;
  /** Begins delivery; packets that arrived before are delivered first. Call once. */
  start(handlers: TransportHandlers): void;
  /** Sends one whole H4 packet. Ignored after the transport has closed. */
  send(packet: Uint8Array): void;
  close(): Promise<void>;
}
