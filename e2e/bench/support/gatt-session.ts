/** What is measured, the same for every stack: one link, both ends in this process. */

export const SERVICES = 10;
export const CHARACTERISTICS = 5;
/** ATT MTU of every contestant. */
export const MTU = 247;
export const VALUE_LENGTH = 20;

/** The characteristics of each service, in order. The first service's are those measured. */
export const KINDS = ['notify', 'command', 'read', 'write', 'read'] as const;
export type Kind = (typeof KINDS)[number];

/** Of service `service` from 0; of its characteristic from 1, or of the service itself. Digits only, so that case does not matter. */
export function benchUuid(service: number, characteristic = 0): string {
  return `2222${10 + service}${10 + characteristic}-3333-4444-5555-666666666666`;
}

export type Heard = (length: number) => void;

/** A link with MTU 247 between a stack's client and its own server. */
export interface GattSession {
  /** The whole database with its descriptors, cold. Resolves with how many of our characteristics were found; makes ready for the rest. */
  discover(): Promise<number>;
  subscribe(): Promise<void>;
  /** Sends one notification, without waiting. */
  notify(data: Buffer): void;
  onNotified(heard: Heard): void;
  /** Sends one write without response, without waiting. */
  command(data: Buffer): void;
  onCommand(heard: Heard): void;
  read(): Promise<Uint8Array>;
  write(data: Buffer): Promise<unknown>;
  /** Resolves when both ends know. */
  disconnect(): Promise<void>;
}

/** A stack with its client and server on two controllers. */
export interface GattRig {
  connect(): Promise<GattSession>;
  close(): Promise<void>;
}
