import { requireInteger, requireText } from '../../../src-shared/model/arguments.js';
import { invalidArgument } from './errors.js';

/** Core Vol 3 Part C 12.1: the device name is at most 248 bytes of UTF-8. */
const MAX_NAME_BYTES = 248;

export function checkName(name: string): string {
  const { length } = new TextEncoder().encode(requireText('name', 'the name', name));
  if (length > MAX_NAME_BYTES)
    throw invalidArgument('name', `the name has ${length} bytes in UTF-8; at most ${MAX_NAME_BYTES} fit`);
  return name;
}

/** Core Vol 3 Part C 12.2: a number of 16 bits. */
export function checkAppearance(appearance: number): number {
  return requireInteger('appearance', 'the appearance', appearance, [0, 0xffff]);
}
