// From the start of the process to the painted window, on a warm machine; the first start of each kind is not counted.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchApp } from '../app/support/launch.js';
import { median, report } from './support/report.js';

const STARTS = 7;

const folder = await mkdtemp(join(tmpdir(), 'start-up-'));
const all: Record<string, number>[] = [];
for (let n = 0; n <= STARTS; n += 1) {
  const file = join(folder, `${n}.json`);
  const running = await launchApp({ env: { WORKBENCH_TIMING: file } });
  let marks: Record<string, number> | null = null;
  while (marks === null) {
    marks = await readFile(file, 'utf8').then(JSON.parse, () => null);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await running.dispose();
  if (n > 0) all.push(marks);
}
await rm(folder, { recursive: true });
await report(
  `Start-up, milliseconds after the process began, median of ${STARTS} (software rendering)`,
  Object.keys(all[0] ?? {}).map((mark) => ({
    mark,
    median: Math.round(median(all.map((marks) => marks[mark] ?? Number.NaN))),
    least: Math.round(Math.min(...all.map((marks) => marks[mark] ?? Number.NaN))),
    most: Math.round(Math.max(...all.map((marks) => marks[mark] ?? Number.NaN))),
  })),
);
