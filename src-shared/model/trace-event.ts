import type { ErrorInfo } from './ble-error.js';

export type TraceLevel = 'app' | 'gap' | 'att' | 'smp' | 'l2cap' | 'hci';
/** tx: towards the peer or the controller. */
export type TraceDirection = 'tx' | 'rx' | 'none';

/** One thing that happened. A request and its answer share `operation`. */
export interface TraceEvent {
  /** Rises by one an event; a gap tells how many were overwritten. */
  seq: number;
  /** Milliseconds since the epoch. */
  at: number;
  level: TraceLevel;
  /** Spec of the adapter. */
  adapter: string;
  /** HCI connection handle. */
  connection?: number;
  direction: TraceDirection;
  /** 'LE Set Scan Enable', 'connect', … */
  name: string;
  /** Summary fields in the order to show them. */
  fields: Record<string, string | number | boolean>;
  operation?: number;
  phase: 'instant' | 'start' | 'end';
  /** On the end of an operation. */
  durationMs?: number;
  error?: ErrorInfo;
  /** The whole H4 packet, for hci. */
  bytes?: Uint8Array;
}
