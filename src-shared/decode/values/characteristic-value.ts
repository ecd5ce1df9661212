import { ALERTS } from './characteristics/alerts.js';
import { AUTOMATION_IO } from './characteristics/automation-io.js';
import { BATTERY } from './characteristics/battery.js';
import { BODY } from './characteristics/body.js';
import { CYCLING_RUNNING } from './characteristics/cycling-running.js';
import { DEVICE_INFORMATION } from './characteristics/device-information.js';
import { ENVIRONMENT } from './characteristics/environment.js';
import { FITNESS_MACHINE } from './characteristics/fitness-machine.js';
import { FITNESS_MACHINE_CONTROL } from './characteristics/fitness-machine-control.js';
import { GENERIC_ACCESS } from './characteristics/generic-access.js';
import { GLUCOSE } from './characteristics/glucose.js';
import { HEART } from './characteristics/heart.js';
import { HID } from './characteristics/hid.js';
import { LOCATION } from './characteristics/location.js';
import { MEASUREMENTS } from './characteristics/measurements.js';
import { OBJECT_TRANSFER } from './characteristics/object-transfer.js';
import { PULSE_OXIMETER } from './characteristics/pulse-oximeter.js';
import { TIME } from './characteristics/time.js';
import { USER_DATA } from './characteristics/user-data.js';
import type { DecodedValue } from './decoded-value.js';
import { locationName } from './descriptions.js';
import { applyPresentationFormat, type PresentationFormat } from './presentation-format.js';
import { runDecoder } from './run-decoder.js';
import type { ValueDecoder } from './value-decoder.js';

export type { DecodedValue, ValueField } from './decoded-value.js';

const DECODERS = new Map<string, ValueDecoder>(
  [
    ALERTS,
    AUTOMATION_IO,
    BATTERY,
    BODY,
    CYCLING_RUNNING,
    DEVICE_INFORMATION,
    ENVIRONMENT,
    FITNESS_MACHINE,
    FITNESS_MACHINE_CONTROL,
    GENERIC_ACCESS,
    GLUCOSE,
    HEART,
    HID,
    LOCATION,
    MEASUREMENTS,
    OBJECT_TRANSFER,
    PULSE_OXIMETER,
    TIME,
    USER_DATA,
  ].flatMap((table) => Object.entries(table)),
);

/** Characteristics whose numbers get their meaning from the descriptor: Analog. */
const LEFT_TO_THE_FORMAT: ReadonlySet<string> = new Set(['2a58', '2a59']);

/**
 * Fields of a characteristic's value, by the UUID in its shortest form. The SIG's format goes before the Presentation Format,
 * which is used for characteristics without one. Null when there is neither. Never throws, whatever the bytes.
 */
export function decodeCharacteristic(
  uuid: string,
  value: Uint8Array,
  format?: PresentationFormat,
): DecodedValue | null {
  const key = uuid.toLowerCase();
  const known = DECODERS.get(key);
  const applied = format !== undefined && (known === undefined || LEFT_TO_THE_FORMAT.has(key));
  const result = applied ? applyPresentationFormat(format, value) : null;
  if (result !== null) return result;
  if (known === undefined) return null;
  const decoded = runDecoder(known, value);
  // Several batteries (left, right, case) differ in nothing but the description of their format.
  if (key === '2a19' && format?.namespace === 1 && format.description !== 0 && decoded.problem === undefined) {
    decoded.summary += ` (${locationName(1, format.description)})`;
  }
  return decoded;
}

/** Whether the SIG's format of a characteristic is known here. */
export function hasDecoder(uuid: string): boolean {
  return DECODERS.has(uuid.toLowerCase());
}

/** UUIDs that have a decoder, in their shortest form. */
export function decodableCharacteristics(): string[] {
  return [...DECODERS.keys()].sort();
}
