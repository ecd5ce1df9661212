import type { Connection } from '../../api/connection.js';
import type { PairingDelegate } from '../../api/security.js';
import type { SmpUser } from './smp-link.js';

/** A delegate that answers for one connection. What it lacks is lacking. */
export function userOf(delegate: PairingDelegate, connection: Connection): SmpUser {
  const user: SmpUser = {};
  if (delegate.displayPasskey)
    user.displayPasskey = (passkey, signal) => delegate.displayPasskey?.(connection, passkey, signal);
  if (delegate.requestPasskey)
    user.requestPasskey = async (attempt, signal) =>
      (await delegate.requestPasskey?.(connection, attempt, signal)) ?? null;
  if (delegate.compareNumbers)
    user.compareNumbers = async (value, signal) =>
      (await delegate.compareNumbers?.(connection, value, signal)) ?? false;
  if (delegate.confirm)
    user.confirm = async (attempt, signal) => (await delegate.confirm?.(connection, attempt, signal)) ?? false;
  if (delegate.oob) user.oob = async (attempt, signal) => (await delegate.oob?.(connection, attempt, signal)) ?? null;
  return user;
}
