import { type DecoderTable, decoder, features, string } from '../value-decoder.js';
import { line, namesSet, type ValueWalker } from '../value-walker.js';

const ACTIONS = [
  'Create',
  'Delete',
  'Calculate checksum',
  'Execute',
  'Read',
  'Write',
  'Append',
  'Truncate',
  'Patch',
  'Abort',
];
const LIST_ACTIONS = ['Go to', 'Order', 'Request number of objects', 'Clear marking'];

/** Object Transfer Service 1.0 section 3. */
export const OBJECT_TRANSFER: DecoderTable = {
  '2abd': decoder(8, otsFeatures),
  '2abe': string('Object name'),
  '2abf': decoder([2, 16], objectType),
  '2ac0': decoder(8, objectSize),
  '2ac1': decoder(7, (w) => w.dateTime('First created') ?? ''),
  '2ac2': decoder(7, (w) => w.dateTime('Last modified') ?? ''),
  '2ac3': decoder(6, objectId),
  '2ac4': features('Object properties', 4, [
    'Delete',
    'Execute',
    'Read',
    'Write',
    'Append',
    'Truncate',
    'Patch',
    'Mark',
  ]),
  '2ac8': decoder(7, objectChanged),
};

function otsFeatures(w: ValueWalker): string {
  const actions = w.flags('Object action features', 4, ACTIONS);
  const list = w.flags('Object list features', 4, LIST_ACTIONS);
  return line(...namesSet(actions, ACTIONS), ...namesSet(list, LIST_ACTIONS));
}

function objectType(w: ValueWalker): string {
  if (w.remaining === 16) return w.uuid128('Object type') ?? '';
  const text = w.reversed('Object type', 2);
  return text === '2aca' ? 'unspecified (2aca)' : text === '2acb' ? 'directory listing (2acb)' : (text ?? '');
}

function objectSize(w: ValueWalker): string {
  const current = w.num('Current size', 'u32', { unit: 'B' });
  const allocated = w.num('Allocated size', 'u32', { unit: 'B' });
  return line(current, allocated && `${allocated.text} allocated`);
}

function objectId(w: ValueWalker): string {
  const id = w.reversed('Object ID', 6);
  if (id === null) return '';
  return id === '000000000000' ? 'directory listing object' : `0x${id}`;
}

function objectChanged(w: ValueWalker): string {
  const flags = features('Flags', 1, [
    { name: 'Source of change', bits: 1, names: ['server', 'client'] },
    'Contents changed',
    'Metadata changed',
    'Object created',
    'Object deleted',
  ]).decode(w);
  return line(flags, objectId(w));
}
