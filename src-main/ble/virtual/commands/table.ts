import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { ACCEPT_LIST_COMMANDS } from './accept-list.js';
import { ADVERTISING_COMMANDS } from './advertising.js';
import { BASEBAND_COMMANDS } from './baseband.js';
import { type Command, complete } from './command.js';
import { CONNECTION_COMMANDS } from './connection.js';
import { DATA_LENGTH_COMMANDS } from './data-length.js';
import { ENCRYPTION_COMMANDS } from './encryption.js';
import { INFORMATION_COMMANDS } from './information.js';
import { KEY_AGREEMENT_COMMANDS } from './key-agreement.js';
import { LE_INFORMATION_COMMANDS } from './le-information.js';
import { PHY_COMMANDS } from './phy.js';
import { PRIVACY_COMMANDS } from './privacy.js';
import { SCANNING_COMMANDS } from './scanning.js';
import { SECURITY_COMMANDS } from './security.js';

/** 7.4.2: one bit for each command in the table, and no other. */
const READ_LOCAL_SUPPORTED_COMMANDS = complete(HCI_COMMAND.readLocalSupportedCommands, 116, 0, 64, () => {
  const returns = new Uint8Array(65);
  for (const { bit } of COMMANDS.values()) {
    const at = 1 + (bit >> 3);
    returns[at] = (returns[at] ?? 0) | (1 << (bit & 7));
  }
  return returns;
});

/** Every command this controller knows; what is not here is answered Unknown HCI Command. */
const ALL: readonly Command[] = [
  ...BASEBAND_COMMANDS,
  ...INFORMATION_COMMANDS,
  READ_LOCAL_SUPPORTED_COMMANDS,
  ...LE_INFORMATION_COMMANDS,
  ...ADVERTISING_COMMANDS,
  ...SCANNING_COMMANDS,
  ...ACCEPT_LIST_COMMANDS,
  ...CONNECTION_COMMANDS,
  ...DATA_LENGTH_COMMANDS,
  ...PHY_COMMANDS,
  ...SECURITY_COMMANDS,
  ...ENCRYPTION_COMMANDS,
  ...KEY_AGREEMENT_COMMANDS,
  ...PRIVACY_COMMANDS,
];

export const COMMANDS: ReadonlyMap<number, Command> = new Map(ALL.map((command) => [command.opcode, command]));
