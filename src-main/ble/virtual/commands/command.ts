import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import type { ControllerCore } from '../core.js';

/**
 * How a command ends: a status; whole return parameters, status first; or a status and what happens after the answer
 * (events that belong to a command come after its Command Status or Command Complete).
 */
export type Reply = number | Uint8Array | { status: number; after: () => void };

export interface Command {
  readonly opcode: number;
  /** Its bit in Supported_Commands, 8 x octet + bit (Vol 4 Part E 6.27). */
  readonly bit: number;
  /** Bytes of parameters; null when they vary and the command checks them itself. */
  readonly length: number | null;
  /** Answered by Command Complete, by Command Status, or only when it fails. */
  readonly kind: 'complete' | 'status' | 'silent';
  /** Bytes of return parameters after the status. */
  readonly returns: number;
  run(core: ControllerCore, parameters: ByteReader): Reply;
}

type Run = Command['run'];

export function complete(opcode: number, bit: number, length: number, returns: number, run: Run): Command {
  return { opcode, bit, length, kind: 'complete', returns, run };
}

export function status(opcode: number, bit: number, length: number, run: Run): Command {
  return { opcode, bit, length, kind: 'status', returns: 0, run };
}
