import { PROPERTY } from '../../src-shared/assigned-numbers/att.js';

/** The most an attribute holds, Core Vol 3 Part F 3.2.9. */
export const MOST_BYTES = 512;

export type WriteMode = 'request' | 'command' | 'reliable';

export interface WriteChoice {
  mode: WriteMode;
  /** What goes on air: 'Write request', 'Prepare × 3 + execute'. */
  label: string;
  /** Why it cannot be used now, in words; null = it can. */
  why: string | null;
  /** Whether the attribute has this mode at all. */
  offered: boolean;
}

export interface WriteTarget {
  kind: 'characteristic' | 'descriptor';
  /** Of a characteristic: its properties. */
  properties: number;
  /** Bit 0 of Extended Properties; null = not read. */
  reliable: boolean | null;
}

/** Parts of a prepared write: each request carries handle and offset, so MTU − 5 bytes of the value. */
export const prepareCount = (length: number, mtu: number) => Math.max(1, Math.ceil(length / (mtu - 5)));

const prepared = (length: number, mtu: number) => `Prepare × ${prepareCount(length, mtu)} + execute`;

/** Every way to write, the likely one first, with what goes on air for this length and MTU. */
export function writeChoices(target: WriteTarget, length: number, mtu: number): WriteChoice[] {
  const fits = length <= mtu - 3;
  const tooLong = length > MOST_BYTES ? `An attribute holds at most ${MOST_BYTES} bytes` : null;
  const isDescriptor = target.kind === 'descriptor';
  const canRequest = isDescriptor || (target.properties & PROPERTY.write) !== 0;
  const canCommand = !isDescriptor && (target.properties & PROPERTY.writeNoResponse) !== 0;
  const canReliable = canRequest && !isDescriptor && target.reliable === true;
  const choices: WriteChoice[] = [
    {
      mode: 'request',
      label: fits ? 'Write request' : prepared(length, mtu),
      offered: canRequest,
      why: canRequest ? tooLong : 'This characteristic does not offer write with response',
    },
  ];
  if (!isDescriptor) {
    choices.push({
      mode: 'command',
      label: 'Write command',
      offered: canCommand,
      why: !canCommand
        ? 'This characteristic does not offer write without response'
        : (tooLong ?? (fits ? null : `A command carries at most ${mtu - 3} bytes (MTU − 3)`)),
    });
    choices.push({
      mode: 'reliable',
      label: `Reliable: ${prepared(length, mtu).toLowerCase()}`,
      offered: canReliable,
      why: canReliable ? tooLong : reliableWhy(target, canRequest),
    });
  }
  return choices.sort((a, b) => Number(b.offered) - Number(a.offered));
}

function reliableWhy({ properties, reliable }: WriteTarget, canRequest: boolean): string {
  if (!canRequest || (properties & PROPERTY.extended) === 0)
    return 'Reliable writes are not among its extended properties';
  return reliable === null
    ? 'Read the Extended Properties descriptor to see whether reliable writes are offered'
    : 'Its Extended Properties do not allow reliable writes';
}

/** 'n of 244 (MTU − 3)', or of 512, the most an attribute holds, where one PDU takes more or the value goes out in parts. */
export function lengthWords(length: number, mtu: number, canPrepare: boolean): { text: string; tooLong: boolean } {
  const limit = mtu - 3;
  if (limit < MOST_BYTES && (length <= limit || !canPrepare))
    return { text: `${length} of ${limit} (MTU − 3)`, tooLong: length > limit };
  return { text: `${length} of ${MOST_BYTES}`, tooLong: length > MOST_BYTES };
}
