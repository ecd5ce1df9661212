import type { UuidLike } from '../../../src-shared/model/uuid.js';
import { unsupported } from './errors.js';
import type { ClientService, DiscoverOptions, GattTree, KnownDatabase } from './gatt-client.js';
import type { Op } from './options.js';

/** The GATT client of a link, as an engine gives it. */
export interface LinkGatt {
  readonly mtu: number;
  exchangeMtu(mtu: number | undefined, o: Op): Promise<number>;
  /** Resolves with the MTU once an exchange has happened. */
  mtuExchanged(signal: AbortSignal): Promise<number>;
  service(uuid: UuidLike, o: Op): Promise<ClientService | null>;
  services(uuid: UuidLike | undefined, o: Op): AsyncIterable<ClientService>;
  discover(o: DiscoverOptions): Promise<GattTree>;
  known(tree: GattTree): KnownDatabase;
}

/** For an engine without: every call is refused at once. */
export function withoutGatt(why: string, fix: string): LinkGatt {
  const refusal = () => unsupported('GATT', why, fix);
  return {
    mtu: 23,
    exchangeMtu: () => Promise.reject(refusal()),
    mtuExchanged: () => Promise.reject(refusal()),
    service: () => Promise.reject(refusal()),
    services: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refusal()) }) }),
    discover: () => Promise.reject(refusal()),
    known: () => {
      throw refusal();
    },
  };
}
