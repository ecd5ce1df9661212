import { hexNumber } from '../../bytes/hex.js';

const PLACES = [
  'front',
  'back',
  'top',
  'bottom',
  'upper',
  'lower',
  'main',
  'backup',
  'auxiliary',
  'supplementary',
  'flash',
  'inside',
  'outside',
  'left',
  'right',
  'internal',
  'external',
];

/** A description of a name space, Assigned Numbers 2.4: 'first', 'left'. Only the Bluetooth SIG's (1) is known. */
export function locationName(namespace: number, description: number): string {
  if (namespace !== 1) return hexNumber(description, 4);
  if (description === 0) return 'unknown';
  if (description < 0x100) return ordinal(description);
  return PLACES[description - 0x100] ?? `${hexNumber(description, 4)} (reserved)`;
}

const FIRST = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

function ordinal(value: number): string {
  const name = FIRST[value];
  if (name !== undefined) return name;
  const teen = value % 100 > 10 && value % 100 < 14;
  return `${value}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`;
}
