import type { ConnectionParameters } from '../../api/connection.js';
import type { ConnectParameters } from '../../api/device-registry.js';

/** Connection timing as commands carry it: 1.25 ms and 10 ms units, Core Vol 4 Part E 7.8.12. */
export function connectionTiming(p: ConnectParameters) {
  return {
    intervalMin: Math.round(p.minIntervalUs / 1_250),
    intervalMax: Math.round(p.maxIntervalUs / 1_250),
    latency: p.latency,
    supervisionTimeout: Math.round(p.supervisionTimeoutMs / 10),
    ceLengthMin: 0,
    ceLengthMax: 0,
  };
}

export function fromTiming(e: { interval: number; latency: number; supervisionTimeout: number }): ConnectionParameters {
  return { intervalUs: e.interval * 1_250, latency: e.latency, supervisionTimeoutMs: e.supervisionTimeout * 10 };
}

/** Whether a peer's request is within the ranges of Core Vol 4 Part E 7.7.65.6. */
export function isAcceptable(r: {
  intervalMin: number;
  intervalMax: number;
  latency: number;
  supervisionTimeout: number;
}): boolean {
  const isInRange = r.intervalMin >= 6 && r.intervalMin <= r.intervalMax && r.intervalMax <= 3_200 && r.latency <= 499;
  const timeoutMs = r.supervisionTimeout * 10;
  return isInRange && timeoutMs >= 100 && timeoutMs <= 32_000 && timeoutMs > (1 + r.latency) * r.intervalMax * 1.25 * 2;
}
