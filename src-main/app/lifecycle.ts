import { app } from 'electron';
import type { Log } from './log.js';

const CLOSE_LIMIT_MS = 3_000;

export interface LifecycleOptions {
  log: Log;
  /** Closes adapters, saves what is unsaved. Given three seconds. */
  close: () => Promise<void>;
  /** Last thing of all: gives the profile back. */
  release: () => void;
  notice: (text: string) => void;
}

/** Quitting in good order, and errors nobody caught. */
export function manageLifecycle({ log, close, release, notice }: LifecycleOptions): void {
  let state: 'running' | 'closing' | 'closed' = 'running';

  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    within(close(), CLOSE_LIMIT_MS)
      .catch((error: unknown) => log.error('closing', error))
      .finally(() => {
        state = 'closed';
        app.quit();
      });
  });
  app.on('quit', release);
  // With one window there is nothing left to do without it, on macOS neither.
  app.on('window-all-closed', () => app.quit());

  const survive = (what: string) => (error: unknown) => {
    log.error(what, error);
    notice(error instanceof Error ? error.message : String(error));
  };
  process.on('uncaughtException', survive('uncaught exception'));
  process.on('unhandledRejection', survive('unhandled rejection'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
