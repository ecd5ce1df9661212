import { invalidArgument } from './ble-error.js';

/**
 * Checks of arguments, for callers whose types nobody checked. Each gives the value back, or throws BleError 'invalid-argument'
 * that says what was given and what is wanted.
 */

/** An inclusive range; an upper end of Infinity is none. */
export type Range = readonly [low: number, high: number];

/** Options and the like: an object that is not a list. */
export function requireObject<T extends object>(operation: string, name: string, value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(operation, name, value, 'an object');
  return value;
}

export function requireList<T extends readonly unknown[]>(operation: string, name: string, value: T): T {
  if (!Array.isArray(value)) throw bad(operation, name, value, 'a list');
  return value;
}

export function requireText(operation: string, name: string, value: string): string {
  if (typeof value !== 'string') throw bad(operation, name, value, 'text');
  return value;
}

export function requireBoolean(operation: string, name: string, value: boolean): boolean {
  if (typeof value !== 'boolean') throw bad(operation, name, value, 'true or false');
  return value;
}

export function requireBytes(operation: string, name: string, value: Uint8Array): Uint8Array {
  // By its tag, as arrays of another realm are no instances of this one's Uint8Array.
  if (!(value instanceof Uint8Array) && Object.prototype.toString.call(value) !== '[object Uint8Array]')
    throw bad(operation, name, value, 'a Uint8Array');
  return value;
}

export function requireNumber(operation: string, name: string, value: number, range: Range, unit = ''): number {
  if (typeof value !== 'number' || !(value >= range[0] && value <= range[1]))
    throw bad(operation, name, value, spell(range, unit));
  return value;
}

export function requireInteger(operation: string, name: string, value: number, range: Range, unit = ''): number {
  requireNumber(operation, name, value, range, unit);
  if (!Number.isInteger(value)) throw bad(operation, name, value, `a whole number, ${spell(range, unit)}`);
  return value;
}

export function requireOneOf<T extends string>(operation: string, name: string, value: T, choices: readonly T[]): T {
  if (!choices.includes(value)) throw bad(operation, name, value, choices.map(show).join(' or '));
  return value;
}

/** An AbortSignal, by what it does: one of another realm is as good. */
export function requireSignal(operation: string, signal: AbortSignal): AbortSignal {
  const { aborted, addEventListener, removeEventListener }: Partial<AbortSignal> = Object(signal);
  const listens = typeof addEventListener === 'function' && typeof removeEventListener === 'function';
  if (typeof aborted !== 'boolean' || !listens) throw bad(operation, 'signal', signal, 'an AbortSignal');
  return signal;
}

/** Any value at all in a few words, for messages. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

function spell([low, high]: Range, unit: string): string {
  return `${high === Infinity ? `at least ${low}` : `${low} to ${high}`}${unit && ` ${unit}`}`;
}

function bad(operation: string, name: string, value: unknown, wanted: string) {
  return invalidArgument(operation, `${name} is ${show(value)}; use ${wanted}`);
}
