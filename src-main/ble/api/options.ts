/** Options that every remote operation takes. */
export interface Op {
  /** Milliseconds; absent = the operation's default, Infinity = none. 0, negative and NaN are 'invalid-argument'. */
  timeoutMs?: number;
  /** Aborting it rejects the operation with 'aborted'. */
  signal?: AbortSignal;
}

/** Default time limits in milliseconds. */
export const DEFAULT_TIMEOUT_MS = { connect: 10_000, disconnect: 2_000, gap: 30_000, pair: 60_000 } as const;
