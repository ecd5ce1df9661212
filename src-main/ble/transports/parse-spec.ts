import { show } from '../../../src-shared/model/arguments.js';
import { invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { AdapterKind } from '../api/adapter.js';

export type ParsedSpec =
  | { kind: 'virtual'; acl?: { length: number; count: number }; rssi?: number; walk?: number }
  | { kind: 'unix'; path: string }
  | { kind: 'tcp'; host: string; port: number }
  | { kind: Exclude<AdapterKind, 'virtual' | 'unix' | 'tcp'>; rest: string };

const KINDS: readonly AdapterKind[] = ['virtual', 'unix', 'tcp', 'serial', 'usb', 'hci', 'native'];

/** Reads an adapter spec, see ble/index.ts. Throws 'invalid-argument' that says what is wrong with it. */
export function parseSpec(spec: string): ParsedSpec {
  const colon = typeof spec === 'string' ? spec.indexOf(':') : -1;
  const kind = colon < 0 ? undefined : KINDS.find((k) => k === spec.slice(0, colon));
  if (!kind) throw bad(spec, `it begins with one of ${KINDS.map((k) => `${k}:`).join(' ')}`);
  const rest = spec.slice(colon + 1);
  if (kind === 'virtual') return parseVirtual(spec, rest);
  if (kind === 'unix') {
    if (rest === '') throw bad(spec, 'a path follows, as in unix:/tmp/controller.sock');
    return { kind, path: rest };
  }
  if (kind === 'tcp') return parseTcp(spec, rest);
  return { kind, rest };
}

function parseTcp(spec: string, rest: string): ParsedSpec {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/i.exec(rest);
  const port = Number(match?.[3]);
  if (!match || port < 1 || port > 65_535) throw bad(spec, 'host and port follow, as in tcp:127.0.0.1:9000');
  return { kind: 'tcp', host: (match[1] ?? match[2]) as string, port };
}

function parseVirtual(spec: string, rest: string): ParsedSpec {
  if (rest !== '' && !rest.startsWith('?')) throw bad(spec, "options follow a '?', as in virtual:?acl=192x1");
  const parsed: ParsedSpec = { kind: 'virtual' };
  for (const [key, value] of new URLSearchParams(rest)) {
    if (key === 'acl') parsed.acl = parseAcl(spec, value);
    else if (key === 'rssi') parsed.rssi = within(spec, key, value, -127, 20);
    else if (key === 'walk') parsed.walk = within(spec, key, value, 0, 40);
    else throw bad(spec, `${JSON.stringify(key)} is not an option; there are acl, rssi and walk`);
  }
  return parsed;
}

function parseAcl(spec: string, value: string): { length: number; count: number } {
  const match = /^(\d+)x(\d+)$/.exec(value);
  const length = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (!match || length < 27 || length > 65_535 || count < 1 || count > 255) {
    throw bad(spec, 'acl is LENGTHxCOUNT, 27 to 65535 bytes and 1 to 255 packets, as in acl=192x1');
  }
  return { length, count };
}

function within(spec: string, key: string, value: string, low: number, high: number): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= low && number <= high))
    throw bad(spec, `${key} is a number from ${low} to ${high}`);
  return number;
}

function bad(spec: unknown, why: string) {
  return invalidArgument('openAdapter', `${show(spec)} is not an adapter spec: ${why}`);
}
