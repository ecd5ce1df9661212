/** Connection parameters as they are typed: milliseconds, and connection events for the latency. */
export interface ParameterText {
  minMs: string;
  maxMs: string;
  latency: string;
  timeoutMs: string;
}

export interface ParameterRequest {
  minIntervalUs: number;
  maxIntervalUs: number;
  latency: number;
  supervisionTimeoutMs: number;
}

export interface ParameterCheck {
  /** null while something is wrong. */
  request: ParameterRequest | null;
  errors: Partial<Record<keyof ParameterText, string>>;
}

const number = (text: string): number | null => {
  const trimmed = text.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
};

/** Limits of Core Vol 4 Part E 7.8.18: 7.5 ms to 4 s in steps of 1.25 ms. */
function interval(text: string): { us: number | null; error?: string } {
  const ms = number(text);
  if (ms === null) return { us: null, error: 'A number of milliseconds' };
  if (ms < 7.5 || ms > 4_000) return { us: null, error: '7.5 ms to 4000 ms' };
  const us = Math.round(ms * 1_000);
  if (us % 1_250 !== 0) {
    const below = (Math.floor(us / 1_250) * 1_250) / 1_000;
    return { us: null, error: `Steps of 1.25 ms: ${below} or ${below + 1.25}` };
  }
  return { us };
}

/** The least supervision timeout that outlives latency: more than (1 + latency) × interval × 2, in steps of 10 ms. */
export const leastTimeoutMs = (maxIntervalUs: number, latency: number) =>
  Math.max(100, (Math.floor(((1 + latency) * maxIntervalUs * 2) / 10_000) + 1) * 10);

/** Checks what was typed against the limits of Core Vol 4 Part E 7.8.18. */
export function checkParameters(text: ParameterText): ParameterCheck {
  const errors: ParameterCheck['errors'] = {};
  const min = interval(text.minMs);
  const max = interval(text.maxMs);
  if (min.error !== undefined) errors.minMs = min.error;
  if (max.error !== undefined) errors.maxMs = max.error;
  if (min.us !== null && max.us !== null && max.us < min.us) errors.maxMs = 'Not below the shortest';
  const latency = number(text.latency);
  if (latency === null || !Number.isInteger(latency) || latency > 499) errors.latency = '0 to 499 events';
  const timeout = number(text.timeoutMs);
  if (timeout === null) errors.timeoutMs = 'A number of milliseconds';
  else if (timeout < 100 || timeout > 32_000) errors.timeoutMs = '100 ms to 32 000 ms';
  else if (timeout % 10 !== 0) errors.timeoutMs = 'Steps of 10 ms';
  else if (max.us !== null && latency !== null && errors.latency === undefined) {
    const least = leastTimeoutMs(max.us, latency);
    if (timeout < least) errors.timeoutMs = `At least ${least} ms with this interval and latency`;
  }
  if (min.us === null || max.us === null || latency === null || timeout === null || Object.keys(errors).length > 0)
    return { request: null, errors };
  return {
    request: { minIntervalUs: min.us, maxIntervalUs: max.us, latency, supervisionTimeoutMs: timeout },
    errors,
  };
}
