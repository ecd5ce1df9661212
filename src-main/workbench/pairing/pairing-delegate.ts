import type { PairingChoices, PairingPeer } from '../../../src-shared/model/pairing.js';
import type { Connection, PairingDelegate } from '../../ble/index.js';
import { type Prompts, sixDigits } from './prompts.js';

export interface DelegateDeps {
  prompts: Prompts;
  /** Which attempt this is, for the prompt. */
  attemptOf(connection: Connection): { id: number; peer: PairingPeer; startedBy: 'local' | 'peer' };
}

/** What this side can do and asks for, with the user as the one who answers. */
export function pairingDelegate(
  { io, bond, secureConnections, mitm }: PairingChoices,
  { prompts, attemptOf }: DelegateDeps,
): PairingDelegate {
  const of = (connection: Connection) => {
    const { id, peer } = attemptOf(connection);
    return { attempt: id, peer };
  };
  return {
    io,
    bond,
    mitm,
    leSecure: secureConnections,
    displayPasskey(connection, passkey, signal) {
      // It closes with the pairing: nobody answers it.
      void prompts.ask('display-passkey', of(connection), { passkey: sixDigits(passkey) }, signal);
    },
    async requestPasskey(connection, _attempt, signal) {
      const answer = await prompts.ask('enter-passkey', of(connection), {}, signal);
      return answer?.kind === 'passkey' && answer.passkey !== null ? Number(answer.passkey) : null;
    },
    async compareNumbers(connection, value, signal) {
      const answer = await prompts.ask('compare-numbers', of(connection), { value: sixDigits(value) }, signal);
      return answer?.kind === 'yes-no' && answer.yes;
    },
    async confirm(connection, attempt, signal) {
      const { startedBy } = attemptOf(connection);
      // What the user began needs no second word, unless it costs them a stronger bond.
      if (startedBy === 'local' && !attempt.weakensBond) return true;
      const { weakensBond, secureConnections: isSecure, bond: isKept } = attempt;
      const details = { weakensBond, secureConnections: isSecure, bond: isKept };
      const answer = await prompts.ask('confirm', of(connection), details, signal);
      return answer?.kind === 'yes-no' && answer.yes;
    },
  };
}
