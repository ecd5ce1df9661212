import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './log.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('entries are lines with time, level and, of an error, where it came from', () => {
  const log = openLog(directory, 10_000, () => 0);
  log.write('info', 'hello');
  log.error('doing', new TypeError('oh'));
  const text = readFileSync(join(directory, 'app.log'), 'utf8');
  expect(text).toMatch(/^1970-01-01T00:00:00\.000Z info hello\n/);
  expect(text).toMatch(/error doing: TypeError: oh\n\s+at /);
});

test('it never takes more than twice its limit, and keeps the newest', () => {
  const log = openLog(directory, 2_000);
  for (let i = 0; i < 500; i += 1) log.write('info', `entry ${i}`);
  log.write('warning', 'x'.repeat(1_000_000));
  const sizes = ['app.log', 'app.log.1'].map((name) => statSync(join(directory, name)).size);
  expect(Math.min(...sizes)).toBeLessThanOrEqual(2_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000 + 16_384);
  expect(['app.log', 'app.log.1'].map((name) => readFileSync(join(directory, name), 'utf8')).join('')).toContain(
    'entry 499\n',
  );
});
