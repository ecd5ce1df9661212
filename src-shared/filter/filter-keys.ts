import { appearanceName } from '../assigned-numbers/appearances.js';
import { uuidKey } from '../assigned-numbers/number-table.js';
import { serviceName } from '../assigned-numbers/services.js';
import type { Compiled, FilterKey, FilterSubject } from './filter-types.js';
import {
  anyText,
  bytesAt,
  compareNumber,
  containsBytes,
  flagTest,
  NUMBER_OPS,
  parseDuration,
  parseHexBytes,
  parseNumber,
  TEXT_OPS,
  textTest,
} from './filter-values.js';

type Read<T> = (subject: FilterSubject, now: number) => T;

const ADDRESS_KINDS: Readonly<Record<string, string>> = {
  public: 'public',
  static: 'static',
  resolvable: 'resolvable',
  rpa: 'resolvable',
  'non-resolvable': 'non-resolvable',
  nonresolvable: 'non-resolvable',
  nrpa: 'non-resolvable',
  reserved: 'reserved',
  identifier: 'identifier',
};

const HAS: Readonly<Record<string, (subject: FilterSubject) => boolean>> = {
  name: (s) => s.name !== null && s.name !== '',
  uuid: (s) => s.services.length > 0,
  mfr: (s) => s.companies.length > 0,
  kind: (s) => s.kinds.length > 0,
  appearance: (s) => s.appearance !== null,
  tx: (s) => s.txPower !== null,
  response: (s) => s.respData !== null,
};

/** Every key of the filter grammar, in the order the help shows them. */
export const FILTER_KEYS: readonly FilterKey[] = [
  number('rssi', ['signal'], 'Signal strength in dBm', 'rssi>-70', '-70', 'dBm', (s) => s.rssi, true),
  {
    key: 'name',
    aliases: [],
    ops: TEXT_OPS,
    help: 'Name contains the text; = is the whole name, ^ its beginning',
    example: 'name~thingy',
    compile: (op, value) => {
      if (value === '' && op !== '=' && op !== '!=')
        return { problem: 'name wants text, like name~thingy; name="" finds what has no name' };
      const test = textTest(op, value);
      return { test: (s) => test(s.name ?? '') };
    },
  },
  {
    key: 'addr',
    aliases: ['address', 'mac'],
    ops: TEXT_OPS,
    help: 'Address contains the text, with or without colons; = is the whole address, ^ its beginning',
    example: 'addr:c2:00',
    compile: compileAddress,
  },
  {
    key: 'type',
    aliases: ['addrtype'],
    ops: [':', '=', '!='],
    help: 'Kind of address: public, random, static, resolvable, non-resolvable, identifier',
    example: 'type:static',
    compile: compileType,
  },
  {
    key: 'uuid',
    aliases: ['service', 'svc'],
    ops: TEXT_OPS,
    help: 'A service by its UUID in any form, by the beginning of a long one, or by its name',
    example: 'uuid:180d',
    compile: compileUuid,
  },
  {
    key: 'mfr',
    aliases: ['company', 'manufacturer'],
    ops: TEXT_OPS,
    help: 'Manufacturer data of a company, by its number in hex or by its name',
    example: 'mfr:004c',
    compile: compileCompany,
  },
  {
    key: 'kind',
    aliases: ['beacon'],
    ops: TEXT_OPS,
    help: 'Kind of advertiser, like iBeacon or Eddystone',
    example: 'kind:ibeacon',
    compile: (op, value) =>
      value === ''
        ? { problem: 'kind wants a kind like ibeacon or eddystone' }
        : { test: anyText(op, value, (s) => s.kinds) },
  },
  {
    key: 'data',
    aliases: ['bytes', 'payload'],
    ops: [':', '~', '^'],
    help: 'Advertising data or scan response contains the bytes anywhere; data:^HEX starts with them',
    example: 'data:~4c0002',
    compile: (op, value) => {
      const bytes = parseHexBytes(value);
      if (bytes === null) return { problem: 'data wants bytes in hex, two digits each, like 4c0002' };
      if (op === '^')
        return { test: (s) => bytesAt(s.advData, bytes, 0) || (s.respData !== null && bytesAt(s.respData, bytes, 0)) };
      return {
        test: (s) => containsBytes(s.advData, bytes) || (s.respData !== null && containsBytes(s.respData, bytes)),
      };
    },
  },
  duration('seen', ['last'], 'Time since it was last heard', 'seen<10s', 's', (s, now) => now - s.lastSeen),
  duration('first', ['age'], 'Time since it was first heard', 'first<1m', 's', (s, now) => now - s.firstSeen),
  duration('interval', ['int'], 'Estimated advertising interval', 'interval<200ms', 'ms', (s) =>
    s.intervalMs > 0 ? s.intervalMs : null,
  ),
  number('rate', [], 'Advertising events a second', 'rate>5', '5', '/s', (s) => s.rate, true),
  number('count', [], 'Reports so far', 'count>100', '100', '', (s) => s.count, true),
  number('tx', ['txpower'], 'Advertised transmit power in dBm', 'tx>=0', '0', 'dBm', (s) => s.txPower, true),
  {
    key: 'appearance',
    aliases: [],
    ops: TEXT_OPS,
    help: 'Appearance by its name, or by its number in decimal or 0x hex',
    example: 'appearance:thermometer',
    compile: compileAppearance,
  },
  {
    key: 'has',
    aliases: [],
    ops: [':', '='],
    help: `Something is known: ${Object.keys(HAS).join(', ')}`,
    example: 'has:name',
    compile: (_op, value) => {
      const test = Object.hasOwn(HAS, value.toLowerCase()) ? HAS[value.toLowerCase()] : undefined;
      return test === undefined ? { problem: `has wants one of ${Object.keys(HAS).join(', ')}` } : { test };
    },
  },
  flag('connectable', ['conn'], 'Accepts connections', (s) => s.connectable),
  flag('scannable', ['scan'], 'Answers scan requests', (s) => s.scannable),
  flag('favourite', ['favorite', 'fav', 'starred'], 'Marked as favourite', (s) => s.favourite),
  flag('virtual', ['simulated'], 'On the virtual radio', (s) => s.virtual),
];

/** Keys that may stand alone. */
export const FLAG_KEYS: ReadonlySet<string> = new Set(['connectable', 'scannable', 'favourite', 'virtual']);

const BY_NAME = new Map(
  FILTER_KEYS.flatMap((spec) => [spec.key, ...spec.aliases].map((name) => [name, spec] as const)),
);

export function findKey(name: string): FilterKey | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Bare words: part of the name or of the address. */
export function compileBareWord(value: string): Compiled {
  if (value === '') return { problem: 'there is nothing between the quotes' };
  const inName = textTest('~', value);
  const inAddress = addressTest('~', value);
  return { test: (s) => (s.name !== null && inName(s.name)) || inAddress(s.address) };
}

function number(
  key: string,
  aliases: string[],
  help: string,
  example: string,
  like: string,
  unit: string,
  read: Read<number | null>,
  single?: true,
): FilterKey {
  return {
    key,
    aliases,
    ops: NUMBER_OPS,
    help,
    example,
    single,
    compile: (op, value) => {
      const wanted = parseNumber(value, unit);
      return wanted === null
        ? { problem: `${key} wants a number like ${like}` }
        : { test: compareNumber(op, wanted, read) };
    },
  };
}

function duration(
  key: string,
  aliases: string[],
  help: string,
  example: string,
  unit: 'ms' | 's',
  read: Read<number | null>,
): FilterKey {
  return {
    key,
    aliases,
    ops: NUMBER_OPS,
    help: `${help}; units ms, s, m, h`,
    example,
    single: true,
    compile: (op, value) => {
      const wanted = parseDuration(value, unit);
      if (wanted === null)
        return { problem: `${key} wants a time like ${unit === 's' ? '10s, 500ms or 2m' : '200ms or 1s'}` };
      return { test: compareNumber(op, wanted, read) };
    },
  };
}

function flag(key: string, aliases: string[], help: string, read: (subject: FilterSubject) => boolean): FilterKey {
  return {
    key,
    aliases,
    ops: [':', '=', '!='],
    help,
    example: key,
    compile: (op, value) => flagTest(key, op, value, read),
  };
}

function compileAddress(op: string, value: string): Compiled {
  if (!/^[0-9a-f:-]+$/i.test(value) && !value.includes('-'))
    return { problem: 'addr wants part of an address, like c2:00' };
  const test = addressTest(op, value);
  return { test: (s) => test(s.address) };
}

/** An address compares with or without its colons; identifiers that an operating system gives instead of addresses compare as text. */
function addressTest(op: string, value: string): (address: string) => boolean {
  const plain = textTest(op === '!=' ? '=' : op, value);
  const hex = value.replaceAll(/[:-]/g, '');
  const bare = hex.length >= 2 && /^[0-9a-f]+$/i.test(hex) ? textTest(op === '!=' ? '=' : op, hex) : null;
  // Written with colons, '00:1' must not be found across bytes as in '10:01', so only whole texts without colons go without.
  const either = (address: string) =>
    plain(address) || (bare !== null && (hex === value || op !== '~') && bare(address.replaceAll(':', '')));
  const dashed = value.includes('-') ? textTest(op === '!=' ? '=' : op, value.replaceAll('-', ':')) : null;
  const holds = (address: string) => either(address) || (dashed?.(address) ?? false);
  return op === '!=' ? (address) => !holds(address) : holds;
}

function compileType(op: string, value: string): Compiled {
  const wanted = value.toLowerCase();
  const negate = op === '!=';
  if (wanted === 'random') {
    return { test: (s) => ['static', 'resolvable', 'non-resolvable', 'reserved'].includes(s.addressKind) !== negate };
  }
  const kind = Object.hasOwn(ADDRESS_KINDS, wanted) ? ADDRESS_KINDS[wanted] : undefined;
  if (kind === undefined)
    return { problem: 'type wants one of public, random, static, resolvable, non-resolvable, identifier' };
  return { test: (s) => (s.addressKind === kind) !== negate };
}

function compileUuid(op: string, value: string): Compiled {
  const text = value.toLowerCase().trim();
  if (text === '') return { problem: 'uuid wants a UUID like 180d, or part of the name of a service' };
  const hex = text.replace(/^0x/, '');
  const key = /^[0-9a-f-]{4,}$/.test(hex) ? uuidKey(hex) : null;
  const inName = textTest(op === '!=' ? '=' : op, text);
  const one = (uuid: string) => {
    if (key !== null && uuid === key) return true;
    if (key !== null && op !== '=' && op !== '!=' && uuid.length === 36 && uuid.startsWith(key)) return true;
    if (op === '~' && uuid.includes(hex)) return true;
    const name = serviceName(uuid);
    return name !== null && inName(name);
  };
  return { test: (s) => s.services.some(one) !== (op === '!=') };
}

function compileCompany(op: string, value: string): Compiled {
  const text = value.trim();
  if (text === '') return { problem: 'mfr wants a company: its number in hex like 004c, or part of its name' };
  const match = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(text);
  const id = match === null ? null : Number.parseInt(match[1] as string, 16);
  const inName = textTest(op === '!=' ? '=' : op, text);
  // Four digits are a number, not a part of names like '2020 Co.'.
  const onlyId = id !== null && (text.length >= 4 || op === '=' || op === '!=');
  const one = (company: { id: number; name: string | null }) =>
    company.id === id || (!onlyId && company.name !== null && inName(company.name));
  return { test: (s) => s.companies.some(one) !== (op === '!=') };
}

function compileAppearance(op: string, value: string): Compiled {
  const text = value.trim();
  if (text === '') return { problem: 'appearance wants a name like thermometer, or a number like 768 or 0x0300' };
  const wanted = /^(\d{1,5}|0x[0-9a-f]{1,4})$/i.test(text) ? Number(text) : null;
  const inName = textTest(op === '!=' ? '=' : op, text);
  const holds = (appearance: number) =>
    wanted === null ? inName(appearanceName(appearance) ?? '') : appearance === wanted;
  return { test: (s) => (s.appearance !== null && holds(s.appearance)) !== (op === '!=') };
}
