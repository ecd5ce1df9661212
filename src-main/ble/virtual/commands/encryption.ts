import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import type { ControllerCore } from '../core.js';
import type { Encryption } from '../encryption.js';
import { ROLE } from '../link.js';
import { DISALLOWED, UNKNOWN_LINK } from './check.js';
import { type Command, complete, type Reply, status } from './command.js';

const KEY_LENGTH = 16;

/** Encryption of links, Core 5.4 Vol 4 Part E 7.8.24-7.8.26. */
export const ENCRYPTION_COMMANDS: readonly Command[] = [
  // 7.8.24
  status(HCI_COMMAND.leEnableEncryption, 224, 28, (core, p) => {
    const end = core.links.get(p.u16('Connection_Handle'));
    const rand = p.take(8, 'Random_Number');
    const ediv = p.u16('Encrypted_Diversifier');
    const key = p.take(KEY_LENGTH, 'Long_Term_Key');
    if (!end) return UNKNOWN_LINK;
    if (end.role !== ROLE.central || end.encryption.busy || end.terminating) return DISALLOWED;
    return { status: 0, after: () => end.encryption.start({ rand, ediv }, key) };
  }),

  // 7.8.25
  complete(HCI_COMMAND.leLongTermKeyRequestReply, 225, 2 + KEY_LENGTH, 2, (core, p) => {
    const handle = p.u16('Connection_Handle');
    const key = p.take(KEY_LENGTH, 'Long_Term_Key');
    return answer(core, handle, (encryption) => encryption.reply(key));
  }),

  // 7.8.26
  complete(HCI_COMMAND.leLongTermKeyRequestNegativeReply, 226, 2, 2, (core, p) =>
    answer(core, p.u16('Connection_Handle'), (encryption) => encryption.refuse()),
  ),
];

/** The host's answer to a LE Long Term Key Request event. */
function answer(core: ControllerCore, handle: number, act: (encryption: Encryption) => void): Reply {
  const end = core.links.get(handle);
  const asked = end?.encryption.asked && !end.terminating;
  const result = end ? (asked ? 0 : DISALLOWED) : UNKNOWN_LINK;
  if (end && result === 0) act(end.encryption);
  return new ByteWriter().u8(result).u16(handle).finish();
}
