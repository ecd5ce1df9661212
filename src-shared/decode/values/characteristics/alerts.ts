import { choice, type DecoderTable, decoder, features, quantity } from '../value-decoder.js';
import { line, namesSet, type ValueWalker } from '../value-walker.js';

const CATEGORIES = [
  'Simple alert',
  'Email',
  'News',
  'Call',
  'Missed call',
  'SMS or MMS',
  'Voice mail',
  'Schedule',
  'High prioritised alert',
  'Instant message',
];
const CATEGORY_NAMES: Readonly<Record<number, string>> = {
  ...CATEGORIES,
  ...Object.fromEntries([251, 252, 253, 254, 255].map((id) => [id, `${id} (defined by the service)`])),
};
const COUNT = { codes: { 255: 'more than 254' } };

/** Link Loss, Immediate Alert, Alert Notification, Phone Alert Status and Tx Power formats, GATT Specification Supplement. */
export const ALERTS: DecoderTable = {
  '2a06': choice('Alert level', ['no alert', 'mild alert', 'high alert']),
  '2a07': quantity('Tx power level', 'i8', { unit: 'dBm' }),
  '2a3f': features('Alert status', 1, ['Ringer active', 'Vibrate active', 'Display alert active']),
  '2a40': choice('Ringer control point', { 1: 'silent mode', 2: 'mute once', 3: 'cancel silent mode' }),
  '2a41': choice('Ringer setting', ['silent', 'normal']),
  '2a42': decoder([1, 2], (w) => categories(w, 'Alert categories')),
  '2a43': choice('Alert category', CATEGORY_NAMES),
  '2a44': decoder(2, controlPoint),
  '2a45': decoder(2, (w) => counted(w, 'Unread alerts')),
  '2a46': decoder([2, 20], newAlert),
  '2a47': decoder([1, 2], (w) => categories(w, 'Supported new alert categories')),
  '2a48': decoder([1, 2], (w) => categories(w, 'Supported unread alert categories')),
};

/** The second octet, with the last two categories, may be left out. */
function categories(w: ValueWalker, name: string): string {
  if (w.remaining < 2) {
    const first = CATEGORIES.slice(0, 8);
    const value = w.flags(name, 1, first);
    return line(...namesSet(value, first)) || (w.problem === undefined ? 'none' : '');
  }
  return features(name, 2, CATEGORIES).decode(w);
}

function counted(w: ValueWalker, name: string): string {
  const category = w.pick('Category', 'u8', CATEGORY_NAMES);
  const count = w.num(name, 'u8', COUNT);
  return category !== null && count !== null ? `${category.text}: ${count.text}` : '';
}

function newAlert(w: ValueWalker): string {
  const summary = counted(w, 'New alerts');
  return line(summary, w.remaining > 0 ? w.text('Text') : null);
}

function controlPoint(w: ValueWalker): string {
  const command = w.pick('Command', 'u8', [
    'enable new alerts',
    'enable unread status',
    'disable new alerts',
    'disable unread status',
    'notify new alerts now',
    'notify unread status now',
  ]);
  const category = w.pick('Category', 'u8', { ...CATEGORY_NAMES, 255: 'all categories' });
  return command !== null && category !== null ? `${command.text}: ${category.text}` : '';
}
