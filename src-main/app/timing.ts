import { writeFile } from 'node:fs/promises';
import type { BrowserWindow } from 'electron';
import { processStartedAt } from './electron-compat.js';

/** Milliseconds after the start of the process. */
type Marks = Record<string, number>;

export interface Timing {
  mark(name: string): void;
  /** Writes all marks, with the page's own first contentful paint, as JSON. Does nothing unless a file was asked for. */
  save(window: BrowserWindow): Promise<void>;
}

/** Resolves in the page with the time of its first contentful paint, milliseconds since the epoch. */
const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  const paint = list.getEntriesByName('first-contentful-paint')[0];
  if (paint) resolve(performance.timeOrigin + paint.startTime);
}).observe({ type: 'paint', buffered: true }))`;

/** Marks of the start-up, kept when the environment names a file for them (WORKBENCH_TIMING). */
export function startTiming(file: string | undefined): Timing {
  const marks: Marks = {};
  const started = processStartedAt();
  const since = (at: number) => Math.round((at - started) * 10) / 10;
  return {
    mark(name) {
      marks[name] ??= since(performance.timeOrigin + performance.now());
    },
    async save(window) {
      if (!file) return;
      const paint: unknown = await window.webContents.executeJavaScript(FIRST_PAINT);
      const all: Marks = typeof paint === 'number' ? { ...marks, firstContentfulPaintMs: since(paint) } : marks;
      await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
    },
  };
}
