import { companyName } from '../../../assigned-numbers/companies.js';
import { hexNumber, toHex } from '../../../bytes/hex.js';
import { type DecoderTable, decoder, octets, string } from '../value-decoder.js';
import type { ValueWalker } from '../value-walker.js';

/** Device Information Service 1.2 section 3. */
export const DEVICE_INFORMATION: DecoderTable = {
  '2a23': decoder(8, systemId),
  '2a24': string('Model number'),
  '2a25': string('Serial number'),
  '2a26': string('Firmware revision'),
  '2a27': string('Hardware revision'),
  '2a28': string('Software revision'),
  '2a29': string('Manufacturer name'),
  '2a2a': { decode: regulatory },
  '2a50': decoder(7, pnpId),
  '2bff': octets('UDI for medical devices'),
};

/** 40 bits of the manufacturer, then 24 of the IEEE: the last octet of the value is the first of an EUI-64. */
function systemId(w: ValueWalker): string {
  const manufacturer = w.reversed('Manufacturer-defined identifier', 5);
  const oui = w.reversed('Organizationally unique identifier', 3);
  if (manufacturer === null || oui === null) return '';
  const octetsOf = `${oui}${manufacturer}`.match(/../g) ?? [];
  return octetsOf.join('-');
}

/** USB vendors found in Bluetooth devices; the number alone is shown for the others. */
const USB_VENDORS: Readonly<Record<number, string>> = {
  1027: 'FTDI',
  1118: 'Microsoft',
  1133: 'Logitech',
  1155: 'STMicroelectronics',
  1204: 'Cypress Semiconductor',
  1256: 'Samsung',
  1356: 'Sony',
  1406: 'Nintendo',
  1452: 'Apple',
  4292: 'Silicon Labs',
  5426: 'Razer',
  6353: 'Google',
  6421: 'Nordic Semiconductor',
  6940: 'Corsair',
  11914: 'Raspberry Pi',
  12346: 'Espressif',
};

function pnpId(w: ValueWalker): string {
  const source = w.pick('Vendor ID source', 'u8', { 1: 'Bluetooth SIG', 2: 'USB Implementers Forum' });
  const vendor = w.code('Vendor ID', 'u16');
  if (source === null || vendor === null) return '';
  const known = source.raw === 1 ? companyName(vendor) : source.raw === 2 ? (USB_VENDORS[vendor] ?? null) : null;
  if (known !== null) w.part('Vendor', known, 0, 15);
  const product = w.code('Product ID', 'u16');
  const version = w.code('Product version', 'u16');
  if (product === null || version === null) return '';
  const number = `${version >> 8}.${(version >> 4) & 0xf}.${version & 0xf}`;
  w.part('Version', number, 0, 15);
  const name = known ?? `${source.raw === 2 ? 'USB vendor' : 'vendor'} ${hexNumber(vendor, 4)}`;
  return `${name}, product ${hexNumber(product, 4)}, version ${number}`;
}

const BODIES: Readonly<Record<number, string>> = {
  0: 'empty',
  1: 'IEEE 11073-20601',
  2: 'Continua',
  254: 'experimental',
  255: 'reserved',
};

/** RegCertDataList of ISO/IEEE 11073-20601, in its medical device encoding: most significant octet first. */
function regulatory(w: ValueWalker): string {
  const number16 = (name: string): number | null => {
    const text = w.shown(name, 2, (bytes) => String(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)));
    return text === null ? null : Number(text);
  };
  const count = number16('Entries');
  const length = number16('Octets of entries');
  if (count === null || length === null) return '';
  if (length !== w.remaining) {
    w.rest('Entries');
    w.problem = `the list says ${length} octets, but ${w.bytes.length - 4} follow`;
    return `${count} entries`;
  }
  for (let i = 0; i < count && w.remaining > 0 && w.problem === undefined; i += 1) {
    w.pick('Certifying body', 'u8', BODIES);
    w.num('Structure type', 'u8');
    const octetCount = number16('Octets of data');
    if (octetCount !== null) w.shown('Certification data', octetCount, (bytes) => toHex(bytes, ' '));
  }
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}
