import { create } from 'zustand';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { ScanHistoryEntry } from '../../../src-shared/model/scan-row.js';
import type { HoldReasons } from './scan-order.js';
import type { Refusal } from './scan-timing.js';

export interface ScannerState {
  /** Row in the inspector. */
  selected: number | null;
  /** Cell of it the keys stand on; null = the whole row. */
  column: string | null;
  hold: HoldReasons;
  /** Rows first seen up to this time are hidden; milliseconds since the epoch. */
  baselineAt: number | null;
  /** What is typed into the filter bar and not a chip yet. It filters already. */
  draft: string;
  /** A packet of the history that is looked at instead of the newest. */
  packet: { id: number; entry: ScanHistoryEntry } | null;
  /** A time that was typed and not taken. */
  refusal: Refusal | null;
  /** Of the list, in CSS pixels: decides which columns fit. */
  width: number;
  /** What the radio was asked for and has not answered. */
  working: 'start' | 'stop' | null;
  /** Why the last start or stop did not work. */
  failure: { title: string; error: ErrorInfo } | null;
}

export const useScanner = create<ScannerState>(() => ({
  selected: null,
  column: null,
  hold: { pointer: false, focus: false, menu: false, pinned: false },
  baselineAt: null,
  draft: '',
  packet: null,
  refusal: null,
  width: 0,
  working: null,
  failure: null,
}));

export function setHold(reason: keyof HoldReasons, value: boolean): void {
  const { hold } = useScanner.getState();
  if (hold[reason] !== value) useScanner.setState({ hold: { ...hold, [reason]: value } });
}

let letGo: ReturnType<typeof setTimeout> | undefined;

/**
 * Holds while the focus is in the list or on a control about its order. It lets go a moment later, because on its way from
 * one to the other the focus is nowhere, and a control that exists only while the order is held would vanish under it.
 */
export function setFocusHold(inside: boolean): void {
  clearTimeout(letGo);
  if (inside) setHold('focus', true);
  else letGo = setTimeout(() => setHold('focus', false), 0);
}

export function selectRow(id: number | null): void {
  if (useScanner.getState().selected !== id) useScanner.setState({ selected: id });
}
