import { choice, type DecoderTable, decoder, octets, quantities } from '../value-decoder.js';
import { line, namesSet, type Scale, type ValueWalker } from '../value-walker.js';
import { reportMap } from './hid-report-map.js';
import { keyName, MODIFIERS } from './hid-usages.js';

const SCAN: Scale = { unit: 'ms', times: 625, exponent: -3 };

/** HID Service 1.0 section 2 and Scan Parameters Service 1.0 section 3. */
export const HID: DecoderTable = {
  '2a22': { lengths: [1, 512], decode: keyboardInput },
  '2a31': choice('Scan refresh', ['server requires refresh']),
  '2a32': decoder(1, keyboardOutput),
  '2a33': { lengths: [3, 512], decode: mouseInput },
  '2a4a': decoder(4, information),
  '2a4b': { decode: reportMap },
  '2a4c': choice('HID control point', ['suspend', 'exit suspend']),
  '2a4d': octets('Report'),
  '2a4e': choice('Protocol mode', ['boot protocol', 'report protocol']),
  '2a4f': quantities(['Scan interval', 'u16', SCAN], ['Scan window', 'u16', SCAN]),
};

function information(w: ValueWalker): string {
  const version = w.code('HID version', 'u16');
  const country = w.num('Country code', 'u8', { codes: { 0: 'not localised' } });
  const names = ['Remote wake', 'Normally connectable'];
  const flags = w.flags('Flags', 1, names);
  if (version === null || country === null) return '';
  const number = `${version >> 8}.${(version & 0xff).toString(16).padStart(2, '0')}`;
  return line(`HID ${number}`, ...namesSet(flags, names).map((name) => name.toLowerCase()));
}

/** Boot keyboard of HID 1.11 appendix B.1; a device may add octets of its own. */
function keyboardInput(w: ValueWalker): string {
  const modifiers = w.flags('Modifiers', 1, MODIFIERS);
  if (w.remaining > 0) w.code('Reserved', 'u8');
  const keys: string[] = [];
  for (let i = 1; i <= 6 && w.remaining > 0; i += 1) {
    const key = w.shown(`Key ${i}`, 1, ([code = 0]) => (code === 0 ? 'none' : keyName(code)));
    if (key !== null && key !== 'none') keys.push(key);
  }
  w.rest('Device-specific');
  return line([...namesSet(modifiers, MODIFIERS), ...keys].join(' + ') || 'no key');
}

function keyboardOutput(w: ValueWalker): string {
  const leds = ['Num Lock', 'Caps Lock', 'Scroll Lock', 'Compose', 'Kana'];
  const lit = namesSet(w.flags('LEDs', 1, leds), leds);
  return w.problem === undefined ? lit.join(', ') || 'all off' : '';
}

function mouseInput(w: ValueWalker): string {
  const buttons = [
    'Left button',
    'Right button',
    'Middle button',
    'Button 4',
    'Button 5',
    'Button 6',
    'Button 7',
    'Button 8',
  ];
  const pressed = namesSet(w.flags('Buttons', 1, buttons), buttons);
  const x = w.num('X', 'i8');
  const y = w.num('Y', 'i8');
  w.rest('Device-specific');
  return line(...pressed, x && `x ${x.text}`, y && `y ${y.text}`);
}
