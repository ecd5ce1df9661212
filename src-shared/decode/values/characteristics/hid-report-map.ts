import { hexNumber } from '../../../bytes/hex.js';
import { line, type ValueWalker } from '../value-walker.js';
import { pageName, usageName } from './hid-usages.js';

const COLLECTIONS = ['Physical', 'Application', 'Logical', 'Report', 'Named Array', 'Usage Switch', 'Usage Modifier'];
const MAIN: Readonly<Record<number, string>> = {
  8: 'Input',
  9: 'Output',
  10: 'Collection',
  11: 'Feature',
  12: 'End Collection',
};
const GLOBAL = [
  'Usage Page',
  'Logical Minimum',
  'Logical Maximum',
  'Physical Minimum',
  'Physical Maximum',
  'Unit Exponent',
  'Unit',
  'Report Size',
  'Report ID',
  'Report Count',
  'Push',
  'Pop',
];
const LOCAL = [
  'Usage',
  'Usage Minimum',
  'Usage Maximum',
  'Designator Index',
  'Designator Minimum',
  'Designator Maximum',
  '',
  'String Index',
  'String Minimum',
  'String Maximum',
  'Delimiter',
];
/** [when the bit is 0, when it is 1], HID 1.11 section 6.2.2.5. */
const DATA_BITS = [
  ['Data', 'Constant'],
  ['Array', 'Variable'],
  ['Absolute', 'Relative'],
  ['', 'Wrap'],
  ['', 'Nonlinear'],
  ['', 'No Preferred'],
  ['', 'Null State'],
  ['', 'Volatile'],
  ['', 'Buffered Bytes'],
] as const;
const DEEPEST_STACK = 16;

interface State {
  page: number;
  /** The last usage, of which a collection takes its name. */
  usage: string;
  isSigned: boolean;
  pages: number[];
  depth: number;
  devices: string[];
  reports: Set<number>;
}

/** Items of a report descriptor, HID 1.11 section 6.2.2: a field each, with the collections they stand in counted by arrows. */
export function reportMap(w: ValueWalker): string {
  const state: State = { page: 0, usage: '', isSigned: true, pages: [], depth: 0, devices: [], reports: new Set() };
  while (w.remaining > 0 && w.problem === undefined) {
    const prefix = w.bytes[w.at] ?? 0;
    if (prefix === 0xfe) longItem(w);
    else shortItem(w, prefix, state);
  }
  if (state.depth > 0)
    w.problem ??= `${state.depth} ${state.depth === 1 ? 'collection is' : 'collections are'} not closed`;
  const reports = [...state.reports];
  const ids = reports.length === 0 ? '' : `${reports.length === 1 ? 'report' : 'reports'} ${reports.join(', ')}`;
  return line(...new Set(state.devices), ids);
}

/** Prefix 0xFE, the size of the data, a tag and the data. */
function longItem(w: ValueWalker): void {
  const size = w.bytes[w.at + 1] ?? 0;
  w.hex('Long item', 3 + size);
}

function shortItem(w: ValueWalker, prefix: number, state: State): void {
  const size = [0, 1, 2, 4][prefix & 3] ?? 0;
  const type = (prefix >> 2) & 3;
  const tag = prefix >> 4;
  const name =
    (type === 0 ? MAIN[tag] : type === 1 ? GLOBAL[tag] : type === 2 ? LOCAL[tag] : undefined) || 'Reserved item';
  if (type === 0 && tag === 12) state.depth = Math.max(0, state.depth - 1);
  const arrows = '› '.repeat(Math.min(state.depth, DEEPEST_STACK));
  w.shown(`${arrows}${name}`, 1 + size, (bytes) => {
    let data = 0;
    for (let i = size; i > 0; i -= 1) data = data * 256 + (bytes[i] ?? 0);
    const signed = size > 0 && data >= 2 ** (8 * size - 1) ? data - 2 ** (8 * size) : data;
    if (type === 0) return mainItem(tag, data, state);
    if (type === 1) return globalItem(tag, data, signed, state);
    return type === 2 ? localItem(tag, data, size, state) : hexNumber(data, 2 * size);
  });
}

function mainItem(tag: number, data: number, state: State): string {
  if (tag === 10) {
    state.depth += 1;
    const kind = COLLECTIONS[data] ?? hexNumber(data, 2);
    if (data === 1 && state.usage !== '') state.devices.push(state.usage);
    return state.usage === '' ? kind : `${kind} (${state.usage})`;
  }
  if (tag === 12) return '';
  const words = DATA_BITS.map(([clear, set], bit) => ((data >> bit) & 1 ? set : clear));
  return words.filter((word) => word !== '').join(', ');
}

function globalItem(tag: number, data: number, signed: number, state: State): string {
  switch (tag) {
    case 0: {
      state.page = data;
      const page = pageName(data);
      return page === null ? hexNumber(data, 4) : `${page} (${hexNumber(data, 2)})`;
    }
    case 1:
      state.isSigned = signed < 0;
      return String(signed);
    case 2:
      // Many descriptors send a maximum of 255 in one octet; it is only signed when the minimum is.
      return String(state.isSigned ? signed : data);
    case 3:
    case 4:
      return String(signed);
    case 5:
      return String(data > 7 ? data - 16 : data);
    case 6:
      return data === 0 ? 'None' : hexNumber(data, 4);
    case 8:
      state.reports.add(data);
      return String(data);
    case 10:
      if (state.pages.length < DEEPEST_STACK) state.pages.push(state.page);
      return '';
    case 11:
      state.page = state.pages.pop() ?? state.page;
      return '';
    default:
      return String(data);
  }
}

function localItem(tag: number, data: number, size: number, state: State): string {
  if (tag > 2) return String(data);
  // A usage of four octets has its page in the upper two.
  const page = size === 4 ? Math.floor(data / 0x1_0000) : state.page;
  const usage = size === 4 ? data % 0x1_0000 : data;
  const name = usageName(page, usage);
  if (tag === 0) state.usage = name ?? hexNumber(usage, 2);
  return name === null ? hexNumber(usage, 2) : `${name} (${hexNumber(usage, 2)})`;
}
