import fc from 'fast-check';
import { COMMANDS, type Command, type CommandName } from '../pdus.js';

const word = fc.integer({ min: 0, max: 0xffff });
const cids = (max = 5) => fc.array(word, { maxLength: max });
const parameters = { mtu: word, mps: word, credits: word };
const bothEnds = { destinationCid: word, sourceCid: word };

const FIELDS: Record<CommandName, Record<string, fc.Arbitrary<unknown>>> = {
  'command-reject': { reason: word, data: fc.uint8Array({ maxLength: 8 }) },
  'disconnection-request': bothEnds,
  'disconnection-response': bothEnds,
  'parameter-update-request': { intervalMin: word, intervalMax: word, latency: word, supervisionTimeout: word },
  'parameter-update-response': { result: word },
  'le-connection-request': { spsm: word, sourceCid: word, ...parameters },
  'le-connection-response': { destinationCid: word, ...parameters, result: word },
  'flow-control-credit': { cid: word, credits: word },
  'credit-based-connection-request': { spsm: word, ...parameters, sourceCids: cids() },
  'credit-based-connection-response': { ...parameters, result: word, destinationCids: cids() },
  'reconfigure-request': { mtu: word, mps: word, cids: cids() },
  'reconfigure-response': { result: word },
};

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

export function anyCommandOf(name: CommandName): fc.Arbitrary<Command> {
  return fc.record({ command: fc.constant(name), ...FIELDS[name] }) as fc.Arbitrary<Command>;
}

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(...COMMAND_NAMES.map(anyCommandOf));
