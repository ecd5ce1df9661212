import { AD_TYPE, adTypeName } from '../assigned-numbers/ad-types.js';
import type { AdStructure } from './ad-structure.js';
import { addKinds } from './beacon-kinds.js';
import { describeManufacturer, describeServiceData } from './beacons.js';
import { ADDRESS_DESCRIBERS } from './describe-addresses.js';
import { BASIC_DESCRIBERS } from './describe-basics.js';
import { BROADCAST_DESCRIBERS } from './describe-broadcast.js';
import type { Describer } from './describer.js';
import { type AdField, FieldWalker } from './field-walker.js';

export type { AdField } from './field-walker.js';

/** What a window shows of one AD structure. */
export interface AdDescription {
  typeName: string;
  /** In words, most telling first: 'General, LE only', 'Environmental Sensing', 'Nordic Semiconductor ASA'. */
  summary: string[];
  fields: AdField[];
  /** What is wrong with the structure: 'length byte 9, but 3 bytes left', 'not a multiple of 2 bytes'. */
  problem?: string;
  /** 'iBeacon', 'Eddystone URL', … */
  kind?: string;
}

const DESCRIBERS: ReadonlyMap<number, Describer> = new Map([
  ...BASIC_DESCRIBERS,
  ...ADDRESS_DESCRIBERS,
  ...BROADCAST_DESCRIBERS,
  [AD_TYPE.manufacturerData, describeManufacturer],
  [AD_TYPE.serviceData16, describeServiceData(2)],
  [AD_TYPE.serviceData32, describeServiceData(4)],
  [AD_TYPE.serviceData128, describeServiceData(16)],
]);

/** AD types whose contents describeAd reads. */
export const DESCRIBED_AD_TYPES: readonly number[] = [...DESCRIBERS.keys()];

/**
 * Decodes one AD structure for people, after the Core Specification Supplement Part A. Never throws: what is wrong with it is in
 * `problem`, and the fields before that are still given.
 */
export function describeAd(structure: AdStructure): AdDescription {
  const { type, data } = structure;
  const walker = new FieldWalker(data);
  const describer = DESCRIBERS.get(type);
  const summary = describer?.(walker) ?? [];
  if (describer === undefined) walker.rest('Data');
  else if (walker.problem === undefined && walker.remaining > 0) {
    walker.problem = `${walker.remaining} ${walker.remaining === 1 ? 'byte' : 'bytes'} too many`;
    const { problem } = walker;
    walker.rest('Extra bytes');
    walker.problem = problem;
  }
  const description: AdDescription = { typeName: adTypeName(type), summary, fields: walker.fields };
  const problem = structureProblem(structure) ?? walker.problem;
  if (problem !== undefined) description.problem = problem;
  const kinds: string[] = [];
  addKinds(type, data, kinds);
  if (kinds[0] !== undefined) description.kind = kinds[0];
  return description;
}

function structureProblem({ truncated, declaredLength, data }: AdStructure): string | undefined {
  if (!truncated) return undefined;
  const left = data.length + 1;
  return `length byte ${declaredLength ?? '?'}, but ${left} ${left === 1 ? 'byte' : 'bytes'} left`;
}
