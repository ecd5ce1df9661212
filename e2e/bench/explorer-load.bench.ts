// The explorer under load: 1,000 notifications of 20 bytes a second for 30 s to one subscribed value that is selected, with its history and plot on
// screen. They come over H4 from a program of their own. Software rendering on a virtual display: the slowest graphics there is.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { AdapterPicker } from '../app/support/adapter-picker.js';
import { ExplorerPage } from '../app/support/explorer-page.js';
import { launchApp } from '../app/support/launch.js';
import { percentile, report } from './support/report.js';

const PER_SECOND = 1_000;
const SECONDS = Number(process.env.WORKBENCH_BENCH_SECONDS ?? 30);
const NAME = 'Notifier';
const PROGRAM = fileURLToPath(new URL('./support/notifier.ts', import.meta.url));

interface Heard {
  frames: number[];
  values: number;
  batches: number;
  dropped: number;
}

/** From now on counts frames, and the values that reach the window. */
async function watch(page: Page): Promise<void> {
  await page.evaluate('globalThis.__name = (named) => named');
  await page.evaluate(() => {
    const heard: Heard = { frames: [], values: 0, batches: 0, dropped: 0 };
    Object.assign(window, { benchHeard: heard });
    const { workbench } = window as unknown as {
      workbench: { on: { explorer: { history(listen: (h: unknown) => void): void } } };
    };
    workbench.on.explorer.history((history) => {
      const { entries, dropped } = history as { entries: unknown[]; dropped: number };
      heard.values += entries.length;
      heard.dropped = dropped;
      heard.batches += 1;
    });
    const frame = (at: number) => {
      heard.frames.push(at);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

const heardBy = (page: Page): Promise<Heard> =>
  page.evaluate(() => (window as unknown as { benchHeard: Heard }).benchHeard);
const heapMb = (page: Page): Promise<number> =>
  page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 2 ** 20,
  );
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const running = await launchApp();
let notifier: ChildProcess | null = null;
try {
  const { window: page, app } = running;
  const picker = new AdapterPicker(page);
  const explorer = new ExplorerPage(page);
  await page.getByRole('grid').first().waitFor();
  const spec = await picker.share();
  await picker.leaveSharing();
  notifier = spawn(process.execPath, ['--import', 'tsx', PROGRAM, spec, String(PER_SECOND)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  if (notifier.stdout) createInterface({ input: notifier.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise((resolve) => notifier?.once('close', resolve));
  await explorer.connectFromScanner(NAME);
  await explorer.rowWith(NAME, 'ffa1').click();
  await explorer.inspector.getByRole('button', { name: 'Notify' }).click();
  await watch(page);
  await pause(3_000); // the window is warm, and the history fills
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    Object.assign(globalThis, { benchDelay: delay, benchCpu: process.cpuUsage(), benchAt: performance.now() });
  });
  const start = await heardBy(page);
  const heapBefore = await heapMb(page);
  const startedAt = performance.now();
  await pause(SECONDS * 1_000);
  const end = await heardBy(page);
  const seconds = (performance.now() - startedAt) / 1_000;
  const main = await app.evaluate(() => {
    const kept = globalThis as unknown as {
      benchDelay: { percentile(p: number): number; max: number };
      benchCpu: NodeJS.CpuUsage;
      benchAt: number;
    };
    const { user, system } = process.cpuUsage(kept.benchCpu);
    return {
      p99: kept.benchDelay.percentile(99) / 1e6 - 1,
      max: kept.benchDelay.max / 1e6 - 1,
      cpu: (user + system) / 10 / (performance.now() - kept.benchAt),
    };
  });
  const heapAfter = await heapMb(page);
  const rows = await explorer.history().getAttribute('aria-rowcount');
  await explorer.header(NAME).getByRole('button', { name: 'Disconnect' }).click();
  await ended;
  const { sent, refused } = JSON.parse(lines.at(-1) ?? '{}') as { sent: number; refused: number };
  const total = await heardBy(page);
  const frames = end.frames.slice(start.frames.length);
  const gaps = frames.slice(1).map((at, i) => at - (frames[i] as number));
  await report(`Explorer under ${PER_SECOND} notifications/s of 20 bytes for ${SECONDS} s, software rendering`, [
    {
      figure: 'notifications shown a second',
      value: Math.round((end.values - start.values) / seconds),
      wanted: PER_SECOND,
    },
    { figure: 'frames a second', value: Math.round(frames.length / seconds), wanted: 'at least 50' },
    { figure: 'frame to frame, median ms', value: Number(percentile(gaps, 0.5).toFixed(1)), wanted: '' },
    { figure: 'frame to frame, p95 ms', value: Number(percentile(gaps, 0.95).toFixed(1)), wanted: '20' },
    { figure: 'frame to frame, worst ms', value: Math.round(Math.max(...gaps)), wanted: '' },
    {
      figure: 'batches to the window a second',
      value: Number(((end.batches - start.batches) / seconds).toFixed(1)),
      wanted: 'at most 10',
    },
    { figure: 'sent in all, and not taken by the host', value: `${sent}, ${refused}`, wanted: '' },
    {
      figure: 'reached the history in all',
      value: total.values,
      wanted: 'as many, but for what came before it was watched',
    },
    { figure: 'values kept, shown as rows', value: String(rows), wanted: 'bounded' },
    { figure: 'made room for newer ones', value: end.dropped, wanted: 'counted' },
    {
      figure: 'window heap MB before and after',
      value: `${Math.round(heapBefore)} / ${Math.round(heapAfter)}`,
      wanted: 'flat',
    },
    { figure: 'main event loop p99 ms', value: Number(main.p99.toFixed(1)), wanted: 'under 10' },
    { figure: 'main event loop worst ms', value: Number(main.max.toFixed(1)), wanted: '' },
    { figure: 'main processor %', value: Math.round(main.cpu), wanted: '' },
  ]);
} finally {
  notifier?.kill();
  await running.dispose();
}
