import type { DiscoveryState } from '../../src-shared/model/link.js';
import { formatAge, plural } from './scan-format.js';

/** An estimate made of less than this says nothing. */
const LEAST_MS = 1_000;

/** 'about 4 s left', from how long the first part took; '' while that cannot be said. Times in milliseconds. */
export function timeLeft(elapsedMs: number, done: number, total: number): string {
  if (done <= 0 || done >= total || elapsedMs < LEAST_MS) return '';
  const leftMs = (elapsedMs / done) * (total - done);
  return `about ${formatAge(Math.max(1, Math.round(leftMs / 1_000)) * 1_000).replace('.0 ', ' ')} left`;
}

/** '2 of 5 services, 9 characteristics': how far a discovery is. While the services are still being listed, how many there are. */
export function discoveryWords({ services, explored, characteristics }: DiscoveryState): string {
  if (explored === 0 && characteristics === 0) return `${plural(services, 'service')} found`;
  return `${explored} of ${plural(services, 'service')}, ${plural(characteristics, 'characteristic')}`;
}
