import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ControllerCore } from '../core.js';
import type { OwnKey } from '../key-agreement.js';
import { COORDINATE_LENGTH } from '../p256.js';
import { DISALLOWED, INVALID } from './check.js';
import { type Command, type Reply, status } from './command.js';

const POINT_LENGTH = 2 * COORDINATE_LENGTH;
/** Values of Key_Type. */
const OWN_KEYS: readonly OwnKey[] = ['generated', 'debug'];

/** P-256, Core 5.4 Vol 4 Part E 7.8.36 and 7.8.37. */
export const KEY_AGREEMENT_COMMANDS: readonly Command[] = [
  // 7.8.36
  status(HCI_COMMAND.leReadLocalP256PublicKey, 273, 0, ({ keyAgreement }) =>
    keyAgreement.busy ? DISALLOWED : { status: 0, after: () => keyAgreement.generatePair() },
  ),

  // 7.8.37 [v1]
  status(HCI_COMMAND.leGenerateDhKey, 274, POINT_LENGTH, (core, p) =>
    generate(core, p.take(POINT_LENGTH, 'Key_X_Coordinate, Key_Y_Coordinate'), 'generated'),
  ),

  // 7.8.37 [v2]
  status(HCI_COMMAND.leGenerateDhKeyV2, 330, POINT_LENGTH + 1, (core, p) => {
    const remote = p.take(POINT_LENGTH, 'Key_X_Coordinate, Key_Y_Coordinate');
    const own = OWN_KEYS[p.u8('Key_Type')];
    return own ? generate(core, remote, own) : INVALID;
  }),
];

/** Whether the remote point is any good is told by the event. */
function generate({ keyAgreement }: ControllerCore, remote: Uint8Array, own: OwnKey): Reply {
  if (keyAgreement.busy || (own === 'generated' && !keyAgreement.hasPair)) return DISALLOWED;
  return { status: 0, after: () => keyAgreement.generateKey(remote, own) };
}
