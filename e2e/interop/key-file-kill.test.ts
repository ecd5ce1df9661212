/** A key file whose program is killed in the middle of saving: whatever it had promised is there. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Bond, fileKeyStore } from '../../src-main/ble/index.js';

const SCRIPT = fileURLToPath(new URL('./support/save-keys.mjs', import.meta.url));
const SAVES = 500;
const FEWEST_KILLS = 25;

/** Lets a program begin that many saves, kills it `delayMs` later, and tells how far it said it had come. */
async function saveUntilKilled(path: string, first: number, saves: number, delayMs: number) {
  const child = spawn(process.execPath, [SCRIPT, path, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let isDoomed = false;
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString('latin1');
    if (isDoomed || said.split('+').length <= saves) return;
    isDoomed = true;
    setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const signal = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_, by) => resolve(by));
  });
  expect(signal).toBe('SIGKILL');
  const last = (mark: string) =>
    Math.max(first - 1, ...[...said.matchAll(new RegExp(`\\${mark}(\\d+)\n`, 'g'))].map((match) => Number(match[1])));
  return { begun: last('+'), promised: last('=') };
}

async function stored(path: string): Promise<{ bonds: Bond[]; problems: string[] }> {
  const problems: string[] = [];
  await using store = fileKeyStore(path, { passphrase: 'known', onProblem: (problem) => problems.push(problem) });
  return { bonds: await store.load('adapter'), problems };
}

test(`killed at random moments during ${SAVES} saves, the key file holds the old state or the new one`, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'key-file-kill-'));
  const path = join(directory, 'bonds.keys');
  let next = 1;
  let kills = 0;
  let between = 0;
  try {
    while (next <= SAVES || kills < FEWEST_KILLS) {
      const { begun, promised } = await saveUntilKilled(path, next, 1 + Math.random() * 25, Math.random() * 8);
      const { bonds, problems } = await stored(path);
      // Before the very first save there was no state to hold.
      const held = bonds[0]?.signCounters.local ?? 0;
      expect(problems).toEqual([]);
      expect(held).toBeGreaterThanOrEqual(promised);
      expect(held).toBeLessThanOrEqual(begun);
      if (held > 0) expect(bonds[0]?.ltk).toEqual(new Uint8Array(16).fill(1 + (held % 255)));
      if (begun > promised) between += 1;
      next = held + 1;
      kills += 1;
    }
    // Many of them hit a save on its way, and nothing of it was left behind.
    expect(between).toBeGreaterThan(kills / 4);
    expect((await readdir(directory)).sort()).toEqual(['bonds.keys', 'bonds.keys.bak']);
    console.log(`${next - 1} saves, ${kills} kills, ${between} of them during a save`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
