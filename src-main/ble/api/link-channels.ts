import { unsupported } from './errors.js';
import type { L2capAcceptOptions, L2capChannel, L2capConnectOptions } from './l2cap.js';

/** The connection-oriented channels of a link, as an engine gives them. */
export interface LinkChannels {
  accept(psm: number, mtu: number, o: L2capAcceptOptions): Promise<L2capChannel>;
  connect(psm: number, mtu: number, o: L2capConnectOptions): Promise<L2capChannel>;
}

/** For an engine without: every call is refused at once. */
export function withoutChannels(why: string, fix: string): LinkChannels {
  const refusal = () => Promise.reject(unsupported('L2CAP channels', why, fix));
  return { accept: refusal, connect: refusal };
}
