import type { ScanSettings } from '../../../src-shared/ipc/scanner.js';
import { formatMs } from '../../lib/scan-format.js';

/** Core Vol 4 Part E 7.8.10. */
const SHORTEST_MS = 2.5;
const LONGEST_MS = 10_240;
const LONGEST_DURATION_S = 86_400;

export type TimingField = 'intervalMs' | 'windowMs' | 'durationMs';

/** A value that was not taken: why, and the nearest one that would be. */
export interface Refusal {
  field: TimingField;
  /** 'Scan window', to head the message. */
  label: string;
  message: string;
  /** Of the button: 'Use 100 ms'. */
  fixLabel: string;
  fix: Partial<ScanSettings>;
}

export type TimingResult = { ok: true; settings: ScanSettings } | { ok: false; refusal: Refusal };

const LABELS: Record<TimingField, string> = {
  intervalMs: 'Scan interval',
  windowMs: 'Scan window',
  durationMs: 'Duration',
};

/**
 * Takes what was typed into one of the scan's time fields.
 * Interval and window are in milliseconds, the duration in seconds; an empty duration means until stopped.
 */
export function applyTiming(field: TimingField, text: string, settings: ScanSettings): TimingResult {
  const typed = text.trim().replace(',', '.');
  if (field === 'durationMs') return applyDuration(typed, settings);
  const value = typed === '' ? Number.NaN : Number(typed);
  const refuse = (message: string, useMs: number): TimingResult => ({
    ok: false,
    refusal: { field, label: LABELS[field], message, fixLabel: `Use ${formatMs(useMs)}`, fix: { [field]: useMs } },
  });
  if (!Number.isFinite(value)) return refuse('Not a number of milliseconds', settings[field]);
  const longest = field === 'windowMs' ? Math.min(LONGEST_MS, settings.intervalMs) : LONGEST_MS;
  if (value < SHORTEST_MS)
    return refuse(
      `Shorter than the shortest there is, ${formatMs(SHORTEST_MS)}`,
      field === 'intervalMs' ? Math.max(SHORTEST_MS, settings.windowMs) : SHORTEST_MS,
    );
  if (value > LONGEST_MS) return refuse(`Longer than the longest there is, ${formatMs(LONGEST_MS)}`, longest);
  if (field === 'windowMs' && value > settings.intervalMs)
    return refuse(`Longer than the interval, ${formatMs(settings.intervalMs)}`, settings.intervalMs);
  if (field === 'intervalMs' && value < settings.windowMs)
    return refuse(`Shorter than the window, ${formatMs(settings.windowMs)}`, settings.windowMs);
  return { ok: true, settings: { ...settings, [field]: value } };
}

function applyDuration(typed: string, settings: ScanSettings): TimingResult {
  const refuse = (message: string, useMs: number): TimingResult => ({
    ok: false,
    refusal: {
      field: 'durationMs',
      label: LABELS.durationMs,
      message,
      fixLabel: `Use ${useMs / 1_000} s`,
      fix: { durationMs: useMs },
    },
  });
  if (typed === '' || typed === '0') return { ok: true, settings: { ...settings, durationMs: 0 } };
  const seconds = Number(typed);
  if (!Number.isFinite(seconds)) return refuse('Not a number of seconds', settings.durationMs || 10_000);
  if (seconds < 0.1) return refuse('Shorter than 0.1 s', 100);
  if (seconds > LONGEST_DURATION_S) return refuse('Longer than a day, 86400 s', LONGEST_DURATION_S * 1_000);
  return { ok: true, settings: { ...settings, durationMs: Math.round(seconds * 1_000) } };
}

/** What a field shows for the settings in force. */
export function timingText(field: TimingField, settings: ScanSettings): string {
  if (field !== 'durationMs') return String(Number(settings[field].toFixed(3)));
  return settings.durationMs === 0 ? '' : String(settings.durationMs / 1_000);
}
