import { L2CAP_RESULT, type L2capResultName, l2capResultName } from '../../../../src-shared/assigned-numbers/l2cap.js';
import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import { BleError, type ErrorOrigin } from '../../../../src-shared/model/ble-error.js';
import type { Violation } from './channel-machine.js';

/** A channel that was refused, Core Vol 3 Part A 4.23: 'l2cap/<result>'. */
export function refusedError(result: L2capResultName | number, operation: string, origin: ErrorOrigin): BleError {
  const status = typeof result === 'number' ? result : L2CAP_RESULT[result];
  const name = l2capResultName(status);
  const by = origin === 'peer' ? 'the peer refuses' : 'this side refuses';
  return new BleError(`l2cap/${name}`, {
    layer: 'l2cap',
    operation,
    status,
    origin,
    message: `${operation}: ${by}, L2CAP ${hexNumber(status, 4)} ${name.replaceAll('-', ' ')}`,
  });
}

const BROKEN: Record<Violation, string> = {
  'no-credit': 'sent a frame without a credit',
  'pdu-too-long': 'sent a frame longer than our MPS',
  'pdu-too-short': 'sent a first frame without the length of its SDU',
  'sdu-too-long': 'announced an SDU longer than our MTU',
  'sdu-overrun': 'sent more than the SDU that it announced',
  'credit-overflow': 'gave more than 65,535 credits',
  'duplicate-cid': 'gave its end of the channel to another one, too',
};

/** A channel that ended because its peer broke a rule. */
export function violationError(violation: Violation, operation: string): BleError {
  const message = `${operation}: the peer ${BROKEN[violation]}, so the channel was closed`;
  return new BleError(`l2cap/${violation}`, { layer: 'l2cap', operation, origin: 'peer', message });
}

/** What a channel that has ended in order answers to whoever would still send. */
export function closedError(operation: string, by: ErrorOrigin): BleError {
  const message = `${operation}: the channel was closed by ${by === 'peer' ? 'the peer' : 'this side'}`;
  return new BleError('disconnected', { layer: 'l2cap', operation, origin: by, message });
}

/** An answer that breaks the rules. */
export function badResponse(operation: string, why: string): BleError {
  const message = `${operation}: ${why}`;
  return new BleError('l2cap/invalid-response', { layer: 'l2cap', operation, origin: 'peer', message });
}
