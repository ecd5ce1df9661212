// Waits for the picture the app saves of its window.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const PNG_END = Buffer.from('IEND');
const WITHIN_MS = 60_000;

/** Whether the file is there and whole: a PNG ends in its IEND chunk and that chunk's checksum. */
export function isPicture(path) {
  return existsSync(path) && readFileSync(path).subarray(-8, -4).equals(PNG_END);
}

/** Resolves with whether a whole picture came to be at the path. */
export async function waitForPicture(path) {
  const until = Date.now() + WITHIN_MS;
  while (Date.now() < until) {
    if (isPicture(path)) return true;
    await delay(200);
  }
  return false;
}
