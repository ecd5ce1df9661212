/** What a filter looks at. Times are milliseconds since the epoch, intervals milliseconds, powers dBm. */
export interface FilterSubject {
  name: string | null;
  address: string;
  addressKind: string;
  rssi: number | null;
  services: string[];
  companies: { id: number; name: string | null }[];
  kinds: string[];
  connectable: boolean;
  scannable: boolean;
  lastSeen: number;
  firstSeen: number;
  /** 0 = not known. */
  intervalMs: number;
  /** Advertising events a second. */
  rate: number;
  count: number;
  favourite: boolean;
  virtual: boolean;
  advData: Uint8Array;
  respData: Uint8Array | null;
  appearance: number | null;
  txPower: number | null;
}

export interface FilterTerm {
  /** As to show in a chip: the part of the text it stands in. */
  text: string;
  from: number;
  to: number;
  negated: boolean;
  /** A key of filterKeys(), 'text' for bare words, 'or' or 'and' for groups, 'unknown' for what is not understood. */
  key: string;
  op: string;
  value: string;
}

export interface FilterProblem {
  from: number;
  to: number;
  message: string;
}

export interface ParsedFilter {
  /** Top-level terms in order; an or-group is one term. A term with a problem is here too. */
  terms: FilterTerm[];
  problems: FilterProblem[];
  /** True when every term without a problem holds. `now` is milliseconds since the epoch. */
  matches(subject: FilterSubject, now: number): boolean;
}

export type FilterPredicate = (subject: FilterSubject, now: number) => boolean;

/** A test, or the problem in words. */
export type Compiled = { test: FilterPredicate } | { problem: string };

export interface FilterKey {
  key: string;
  aliases: readonly string[];
  ops: readonly string[];
  help: string;
  example: string;
  /** Of two terms with this key the newer one replaces the older one. */
  single?: true;
  compile(op: string, value: string): Compiled;
}
