/** When and where a receiver listens: one primary channel after the other, `window` out of every `interval` (Vol 6 Part B 4.4.3). */
export interface Listening {
  /** In 0.625 ms. */
  interval: number;
  window: number;
  /** Clock time of the first window, in ms. */
  since: number;
}

const UNIT_MS = 0.625;
const PRIMARY_CHANNELS = 3;

/** True when `now` is in a window and the channel listened to is one the advertiser uses. An advertising event is one moment. */
export function isListening({ interval, window, since }: Listening, now: number, channelMap: number): boolean {
  const period = interval * UNIT_MS;
  const elapsed = now - since;
  const slot = Math.floor(elapsed / period);
  if (window < interval && elapsed - slot * period >= window * UNIT_MS) return false;
  return ((channelMap >> (slot % PRIMARY_CHANNELS)) & 1) === 1;
}
