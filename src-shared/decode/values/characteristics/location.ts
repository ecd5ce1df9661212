import { type DecoderTable, decoder, features } from '../value-decoder.js';
import { type BitSpec, has, line, type Scale, type ValueWalker } from '../value-walker.js';

const POSITION_STATUS: BitSpec = {
  name: 'Position status',
  bits: 2,
  names: ['no position', 'position OK', 'estimated position', 'last known position'],
};
const DEGREES: Scale = { unit: '°', exponent: -7 };
const HEADING: Scale = { unit: '°', exponent: -2 };
const DISTANCE: Scale = { unit: 'm', exponent: -1 };
const CENTIMETRES: Scale = { unit: 'm', exponent: -2 };

/** Location and Navigation Service formats, GATT Specification Supplement. */
export const LOCATION: DecoderTable = {
  '2a67': decoder([2, 28], locationAndSpeed),
  '2a68': decoder([6, 19], navigation),
  '2a69': decoder([2, 16], positionQuality),
  '2a6a': features('LN features', 4, [
    'Instantaneous speed',
    'Total distance',
    'Location',
    'Elevation',
    'Heading',
    'Rolling time',
    'UTC time',
    'Remaining distance',
    'Remaining vertical distance',
    'Estimated time of arrival',
    'Number of beacons in solution',
    'Number of beacons in view',
    'Time to first fix',
    'Estimated horizontal position error',
    'Estimated vertical position error',
    'Horizontal dilution of precision',
    'Vertical dilution of precision',
    'Location and speed content masking',
    'Fix rate setting',
    'Elevation setting',
    'Position status',
  ]),
};

function locationAndSpeed(w: ValueWalker): string {
  const flags = w.flags('Flags', 2, [
    'Instantaneous speed present',
    'Total distance present',
    'Location present',
    'Elevation present',
    'Heading present',
    'Rolling time present',
    'UTC time present',
    POSITION_STATUS,
    { name: 'Speed and distance', bits: 1, names: ['2D', '3D'] },
    {
      name: 'Elevation source',
      bits: 2,
      names: ['positioning system', 'barometric air pressure', 'database service', 'other'],
    },
    { name: 'Heading source', bits: 1, names: ['movement', 'magnetic compass'] },
  ]);
  const speed = has(flags, 0) ? w.num('Instantaneous speed', 'u16', { unit: 'm/s', exponent: -2 }) : null;
  const distance = has(flags, 1) ? w.num('Total distance', 'u24', DISTANCE) : null;
  const latitude = has(flags, 2) ? w.num('Latitude', 'i32', DEGREES) : null;
  const longitude = has(flags, 2) ? w.num('Longitude', 'i32', DEGREES) : null;
  const elevation = has(flags, 3) ? w.num('Elevation', 'i24', CENTIMETRES) : null;
  const heading = has(flags, 4) ? w.num('Heading', 'u16', HEADING) : null;
  if (has(flags, 5)) w.num('Rolling time', 'u8', { unit: 's' });
  const time = has(flags, 6) ? w.dateTime('UTC time') : null;
  return line(
    latitude && longitude && `${latitude.number}, ${longitude.number}`,
    elevation,
    speed,
    heading && `heading ${heading.text}`,
    distance,
    time,
  );
}

function navigation(w: ValueWalker): string {
  const flags = w.flags('Flags', 2, [
    'Remaining distance present',
    'Remaining vertical distance present',
    'Estimated time of arrival present',
    POSITION_STATUS,
    { name: 'Heading source', bits: 1, names: ['movement', 'magnetic compass'] },
    { name: 'Navigation indicator', bits: 1, names: ['to waypoint', 'to destination'] },
    'Waypoint reached',
    'Destination reached',
  ]);
  const bearing = w.num('Bearing', 'u16', HEADING);
  const heading = w.num('Heading', 'u16', HEADING);
  const distance = has(flags, 0) ? w.num('Remaining distance', 'u24', DISTANCE) : null;
  if (has(flags, 1)) w.num('Remaining vertical distance', 'i24', CENTIMETRES);
  const arrival = has(flags, 2) ? w.dateTime('Estimated time of arrival') : null;
  return line(
    bearing && `bearing ${bearing.text}`,
    heading && `heading ${heading.text}`,
    distance && `${distance.text} left`,
    arrival,
  );
}

function positionQuality(w: ValueWalker): string {
  const flags = w.flags('Flags', 2, [
    'Number of beacons in solution present',
    'Number of beacons in view present',
    'Time to first fix present',
    'Estimated horizontal position error present',
    'Estimated vertical position error present',
    'Horizontal dilution of precision present',
    'Vertical dilution of precision present',
    POSITION_STATUS,
  ]);
  const used = has(flags, 0) ? w.num('Number of beacons in solution', 'u8') : null;
  const seen = has(flags, 1) ? w.num('Number of beacons in view', 'u8') : null;
  if (has(flags, 2)) w.num('Time to first fix', 'u16', { unit: 's', exponent: -1 });
  const error = has(flags, 3) ? w.num('Estimated horizontal position error', 'u32', CENTIMETRES) : null;
  if (has(flags, 4)) w.num('Estimated vertical position error', 'u32', CENTIMETRES);
  const dilution: Scale = { times: 2, exponent: -1 };
  if (has(flags, 5)) w.num('Horizontal dilution of precision', 'u8', dilution);
  if (has(flags, 6)) w.num('Vertical dilution of precision', 'u8', dilution);
  return line(used && `${used.text} beacons used`, seen && `${seen.text} in view`, error && `± ${error.text}`);
}
