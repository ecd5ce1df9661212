import type { ScanRow } from '../../src-shared/model/scan-row.js';

const MINUS = '−';
/** Thin enough to group digits, and never broken over lines. */
const GROUP = '\u202f';

/** '−46', with a true minus sign; '' when unknown. */
export function formatRssi(dbm: number | null): string {
  return dbm === null ? '' : signed(dbm);
}

export function signed(value: number): string {
  return value < 0 ? `${MINUS}${-value}` : String(value);
}

/** '+4', '−8', '0'. */
export function withSign(value: number): string {
  return value > 0 ? `+${value}` : signed(value);
}

/** Since something was heard: '0.4 s', '14 s', '2 min', '3 h'. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  if (seconds < 5_970) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}

/** '100 ms', '1.28 s', '10.2 s'; '' when not known. */
export function formatInterval(ms: number | null): string {
  if (ms === null) return '';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`;
}

/** '9.9', '120'. */
export function formatRate(perSecond: number): string {
  return perSecond < 99.95 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}

/** '48 212'. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, GROUP);
}

/** '12:04:31', or with milliseconds '12:04:31.482'; local time. */
export function formatTime(at: number, milliseconds = false): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return milliseconds ? `${time}.${String(date.getMilliseconds()).padStart(3, '0')}` : time;
}

/** '1 byte', '2 bytes'. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** '2.5 ms', '100 ms': as typed, without trailing zeros. */
export function formatMs(ms: number): string {
  return `${Number(ms.toFixed(3))} ms`;
}

const KIND_SHORT: Record<ScanRow['addressKind'], string> = {
  public: 'public',
  static: 'static',
  resolvable: 'RPA',
  'non-resolvable': 'NRPA',
  reserved: 'reserved',
  identifier: 'OS id',
};

const KIND_LONG: Record<ScanRow['addressKind'], string> = {
  public: 'Public address, assigned to its maker',
  static: 'Random static address: stays until the device restarts',
  resolvable: 'Resolvable private address: changes; who holds the identity key can tell whose it is',
  'non-resolvable': 'Non-resolvable private address: changes, and nobody can tell whose it is',
  reserved: 'Random address of a reserved kind',
  identifier: 'Made up by the operating system, which hides the address',
};

export const addressKindShort = (row: Pick<ScanRow, 'addressKind'>) => KIND_SHORT[row.addressKind];
export const addressKindLong = (row: Pick<ScanRow, 'addressKind'>) => KIND_LONG[row.addressKind];

/** 1 (weak) to 4 (strong), as the colour tokens are named. */
export function rssiLevel(dbm: number): 1 | 2 | 3 | 4 {
  if (dbm > -60) return 4;
  if (dbm > -72) return 3;
  return dbm > -84 ? 2 : 1;
}

/** Share of the bar, 0..1: empty at −100 dBm, full at −40 dBm. */
export function rssiShare(dbm: number): number {
  return Math.min(1, Math.max(0.04, (dbm + 100) / 60));
}

/** Key of a device in the settings: stays the same over restarts. */
export const deviceKey = (row: Pick<ScanRow, 'address' | 'addressType'>) => `${row.address}/${row.addressType}`;

/** How the device is called where there is one line for it. */
export const deviceTitle = (row: Pick<ScanRow, 'name' | 'address'>) => row.name ?? row.address;
