import { HCI_COMMAND, HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { type Command, complete } from './command.js';

const INVALID = HCI_ERROR['invalid-hci-command-parameters'];
const READ_LE_HOST_SUPPORT = 0x0c6c;
const HOST_NUMBER_OF_COMPLETED_PACKETS = 0x0c35;

/** Controller and baseband commands, Core 5.4 Vol 4 Part E 7.3. */
export const BASEBAND_COMMANDS: readonly Command[] = [
  // 7.3.1
  complete(HCI_COMMAND.setEventMask, 46, 8, 0, (core, p) => {
    core.masks.setMain(p.rest());
    return 0;
  }),

  // 7.3.2
  complete(HCI_COMMAND.reset, 47, 0, 0, (core) => {
    core.reset();
    return 0;
  }),

  // 7.3.35
  complete(HCI_COMMAND.readTransmitPowerLevel, 82, 3, 3, (core, p) => {
    const handle = p.u16('Connection_Handle');
    const w = new ByteWriter();
    if (p.u8('Type') > 1) return w.u8(INVALID).u16(handle).i8(0).finish();
    const known = core.links.has(handle);
    return w
      .u8(known ? 0 : HCI_ERROR['unknown-connection-identifier'])
      .u16(handle)
      .i8(known ? core.settings.txPower : 0)
      .finish();
  }),

  // 7.3.38: 0 off, 1 for ACL data; synchronous data does not exist here.
  complete(HCI_COMMAND.setControllerToHostFlowControl, 85, 1, 0, (core, p) => {
    const enable = p.u8('Flow_Control_Enable');
    if (enable > 3) return INVALID;
    if (enable > 1) return HCI_ERROR['unsupported-feature-or-parameter-value'];
    if (core.links.size > 0) return HCI_ERROR['command-disallowed'];
    core.acl.hostFlow.enabled = enable === 1;
    return 0;
  }),

  // 7.3.39
  complete(HCI_COMMAND.hostBufferSize, 86, 7, 0, (core, p) => {
    const length = p.u16('Host_ACL_Data_Packet_Length');
    p.skip(1, 'Host_Synchronous_Data_Packet_Length');
    const count = p.u16('Host_Total_Num_ACL_Data_Packets');
    if (length === 0 || count === 0) return INVALID;
    core.acl.hostFlow.setBuffers(length, count);
    return 0;
  }),

  // 7.3.40: no answer unless it is wrong.
  {
    opcode: HOST_NUMBER_OF_COMPLETED_PACKETS,
    bit: 87,
    length: null,
    kind: 'silent',
    returns: 0,
    run: (core, p) => {
      const count = p.remaining > 0 ? p.u8('Num_Handles') : 0;
      if (p.remaining !== 4 * count) return INVALID;
      for (let i = 0; i < count; i += 1) {
        const end = core.links.get(p.u16('Connection_Handle'));
        const packets = p.u16('Host_Num_Completed_Packets');
        // A count for a link that has ended is late: its buffers were returned with the link.
        if (end) end.inbox.returned(packets);
      }
      core.acl.pump();
      return 0;
    },
  },

  // 7.3.69
  complete(HCI_COMMAND.setEventMaskPage2, 178, 8, 0, (core, p) => {
    core.masks.setPage2(p.rest());
    return 0;
  }),

  // 7.3.78
  complete(READ_LE_HOST_SUPPORT, 197, 0, 2, (core) => Uint8Array.of(0, core.leSupportedHost, 0)),

  // 7.3.79
  complete(HCI_COMMAND.writeLeHostSupported, 198, 2, 0, (core, p) => {
    const supported = p.u8('LE_Supported_Host');
    if (supported > 1) return INVALID;
    core.leSupportedHost = supported;
    return 0;
  }),
];
