import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { RunningApp } from './launch.js';
import { setSystemTheme, THEMES } from './themes.js';

export interface AxeOptions {
  /** Check only what is inside this selector. */
  include?: string;
}

/** Fails with every rule the window breaks, in light and in dark; says what state the window is in. */
export async function expectAccessible(running: RunningApp, state: string, options: AxeOptions = {}): Promise<void> {
  for (const theme of THEMES) {
    await setSystemTheme(running.app, running.window, theme);
    // Electron cannot open the blank page axe otherwise finishes in.
    const builder = new AxeBuilder({ page: running.window }).setLegacyMode(true);
    if (options.include) builder.include(options.include);
    const { violations } = await builder.analyze();
    const told = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    );
    // Soft, so that one run tells of every state.
    expect.soft(told, `axe, ${state}, ${theme}`).toEqual([]);
  }
}
