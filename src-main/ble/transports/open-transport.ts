import { unsupported } from '../api/errors.js';
import type { VirtualController } from '../virtual/controller.js';
import type { Medium } from '../virtual/medium.js';
import type { ParsedSpec } from './parse-spec.js';
import { StreamTransport } from './stream-transport.js';
import type { HciTransport } from './transport.js';

export interface OpenTransportOptions {
  medium: Medium;
  /** Name and public address of a new virtual controller. */
  name: string;
  address?: string;
}

/** The HCI byte stream a spec names. */
export async function openTransport(
  spec: string,
  parsed: ParsedSpec,
  { medium, name, address }: OpenTransportOptions,
): Promise<HciTransport> {
  switch (parsed.kind) {
    case 'virtual':
      return virtualTransport(
        medium.createController({ name, address, acl: parsed.acl, rssi: parsed.rssi, rssiWalk: parsed.walk }),
      );
    case 'unix':
      return StreamTransport.open({ path: parsed.path }, spec);
    case 'tcp':
      return StreamTransport.open({ host: parsed.host, port: parsed.port }, spec);
    default:
      throw unsupported(
        'openAdapter',
        `this version does not open ${parsed.kind}: adapters itself`,
        'Offer the controller as an H4 stream on a TCP port or unix socket of this machine, and open that with tcp: or unix:.',
      );
  }
}

/** The host's side of a controller that is there for this adapter alone: it leaves the radio with it. */
function virtualTransport(controller: VirtualController): HciTransport {
  const transport = controller.openHost();
  return {
    label: transport.label,
    start: (handlers) => transport.start(handlers),
    send: (packet) => transport.send(packet),
    close: async () => {
      await transport.close();
      await controller.leave();
    },
  };
}
