import { useRef, useState } from 'react';
import type { ScanHistoryEntry } from '../../../src-shared/model/scan-row.js';

type Reason = 'pointer' | 'focus';

export interface HeldHistory {
  entries: readonly ScanHistoryEntry[];
  isHeld: boolean;
  hold: (reason: Reason, value: boolean) => void;
}

/** A history that stands still while the pointer or the focus is in it, because new packets come in at its top. */
export function useHeldHistory(newest: readonly ScanHistoryEntry[]): HeldHistory {
  const [held, setHeld] = useState<readonly ScanHistoryEntry[] | null>(null);
  const reasons = useRef({ pointer: false, focus: false });
  const hold = (reason: Reason, value: boolean) => {
    reasons.current[reason] = value;
    const isHeld = reasons.current.pointer || reasons.current.focus;
    setHeld((before) => (isHeld ? (before ?? newest) : null));
  };
  return { entries: held ?? newest, isHeld: held !== null, hold };
}
