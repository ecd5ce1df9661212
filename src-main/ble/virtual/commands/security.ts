import { createCipheriv, randomBytes } from 'node:crypto';
import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { type Command, complete } from './command.js';

/** Encryption and random numbers, Core 5.4 Vol 4 Part E 7.8.22 and 7.8.23. */
export const SECURITY_COMMANDS: readonly Command[] = [
  // 7.8.22: AES-128 of one block. HCI has key and data least significant byte first, AES the other way round.
  complete(HCI_COMMAND.leEncrypt, 222, 32, 16, (_core, p) => {
    const key = p.take(16, 'Key').reverse();
    const plaintext = p.take(16, 'Plaintext_Data').reverse();
    const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    const encrypted = Uint8Array.from(cipher.update(plaintext)).reverse();
    return Uint8Array.of(0, ...encrypted);
  }),

  // 7.8.23: predictable only where a seed was asked for.
  complete(HCI_COMMAND.leRand, 223, 0, 8, ({ air, random }) =>
    Uint8Array.of(0, ...(air.reproducible ? random.bytes(8) : randomBytes(8))),
  ),
];
