import { hexNumber } from '../../../bytes/hex.js';

/** Pages of the HID Usage Tables 1.5 section 3. */
const PAGES: Readonly<Record<number, string>> = {
  1: 'Generic Desktop',
  2: 'Simulation Controls',
  3: 'VR Controls',
  4: 'Sport Controls',
  5: 'Game Controls',
  6: 'Generic Device Controls',
  7: 'Keyboard/Keypad',
  8: 'LED',
  9: 'Button',
  10: 'Ordinal',
  11: 'Telephony Device',
  12: 'Consumer',
  13: 'Digitizers',
  14: 'Haptics',
  15: 'Physical Input Device',
  16: 'Unicode',
  18: 'Eye and Head Trackers',
  20: 'Auxiliary Display',
  32: 'Sensors',
  64: 'Medical Instrument',
  65: 'Braille Display',
  89: 'Lighting and Illumination',
  128: 'Monitor',
  132: 'Power',
  133: 'Battery System',
  140: 'Barcode Scanner',
  141: 'Scales',
  142: 'Magnetic Stripe Reader',
  144: 'Camera Control',
  145: 'Arcade',
  61904: 'FIDO Alliance',
};

const DESKTOP: Readonly<Record<number, string>> = {
  1: 'Pointer',
  2: 'Mouse',
  4: 'Joystick',
  5: 'Gamepad',
  6: 'Keyboard',
  7: 'Keypad',
  8: 'Multi-axis Controller',
  9: 'Tablet PC System Controls',
  48: 'X',
  49: 'Y',
  50: 'Z',
  51: 'Rx',
  52: 'Ry',
  53: 'Rz',
  54: 'Slider',
  55: 'Dial',
  56: 'Wheel',
  57: 'Hat Switch',
  60: 'Motion Wakeup',
  61: 'Start',
  62: 'Select',
  64: 'Vx',
  65: 'Vy',
  66: 'Vz',
  71: 'Feature Notification',
  72: 'Resolution Multiplier',
  128: 'System Control',
  129: 'System Power Down',
  130: 'System Sleep',
  131: 'System Wake Up',
  144: 'D-pad Up',
  145: 'D-pad Down',
  146: 'D-pad Right',
  147: 'D-pad Left',
};
const LEDS = [
  'Undefined',
  'Num Lock',
  'Caps Lock',
  'Scroll Lock',
  'Compose',
  'Kana',
  'Power',
  'Shift',
  'Do Not Disturb',
  'Mute',
];
const CONSUMER: Readonly<Record<number, string>> = {
  1: 'Consumer Control',
  2: 'Numeric Key Pad',
  48: 'Power',
  50: 'Sleep',
  64: 'Menu',
  111: 'Display Brightness Increment',
  112: 'Display Brightness Decrement',
  176: 'Play',
  177: 'Pause',
  178: 'Record',
  179: 'Fast Forward',
  180: 'Rewind',
  181: 'Scan Next Track',
  182: 'Scan Previous Track',
  183: 'Stop',
  184: 'Eject',
  205: 'Play/Pause',
  207: 'Voice Command',
  224: 'Volume',
  226: 'Mute',
  233: 'Volume Increment',
  234: 'Volume Decrement',
  394: 'Email Reader',
  402: 'Calculator',
  404: 'Local Browser',
  545: 'Search',
  547: 'Home',
  548: 'Back',
  549: 'Forward',
  551: 'Refresh',
  568: 'AC Pan',
};
const DIGITIZERS: Readonly<Record<number, string>> = {
  1: 'Digitizer',
  2: 'Pen',
  4: 'Touch Screen',
  5: 'Touch Pad',
  14: 'Device Configuration',
  32: 'Stylus',
  34: 'Finger',
  48: 'Tip Pressure',
  50: 'In Range',
  66: 'Tip Switch',
  71: 'Confidence',
  81: 'Contact Identifier',
  84: 'Contact Count',
  85: 'Contact Count Maximum',
};

const KEYS = [
  ...['No event', 'Roll over', 'POST fail', 'Undefined error'],
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890',
  ...[
    'Enter',
    'Escape',
    'Backspace',
    'Tab',
    'Space',
    '-',
    '=',
    '[',
    ']',
    '\\',
    'Non-US #',
    ';',
    "'",
    '`',
    ',',
    '.',
    '/',
  ],
  'Caps Lock',
  ...Array.from({ length: 12 }, (_, i) => `F${i + 1}`),
  ...['Print Screen', 'Scroll Lock', 'Pause', 'Insert', 'Home', 'Page Up', 'Delete', 'End', 'Page Down'],
  ...['Right', 'Left', 'Down', 'Up', 'Num Lock', 'Keypad /', 'Keypad *', 'Keypad -', 'Keypad +', 'Keypad Enter'],
  ...Array.from('1234567890.', (key) => `Keypad ${key}`),
  ...['Non-US \\', 'Application', 'Power', 'Keypad ='],
];
export const MODIFIERS = [
  'Left Control',
  'Left Shift',
  'Left Alt',
  'Left GUI',
  'Right Control',
  'Right Shift',
  'Right Alt',
  'Right GUI',
];

/** The name of a key code, HID Usage Tables section 10; its number in hex when it has none here. */
export const keyName = (code: number): string => MODIFIERS[code - 0xe0] ?? KEYS[code] ?? hexNumber(code, 2);

export function pageName(page: number): string | null {
  return PAGES[page] ?? (page >= 0xff00 && page <= 0xffff ? 'Vendor-defined' : null);
}

/** The name of a usage on its page, or null. */
export function usageName(page: number, usage: number): string | null {
  switch (page) {
    case 1:
      return DESKTOP[usage] ?? null;
    case 7:
      return usage > 0xff ? null : keyName(usage);
    case 8:
      return LEDS[usage] ?? null;
    case 9:
      return usage === 0 ? 'No button' : `Button ${usage}`;
    case 12:
      return CONSUMER[usage] ?? null;
    case 13:
      return DIGITIZERS[usage] ?? null;
    default:
      return null;
  }
}
