// The environment every test, bench and example of the app runs in: the Electron runtime and a display.
import { hasDisplay, startVirtualDisplay } from './display.mjs';

/** Environment variables for child processes; starts a virtual display where there is none. */
export async function testEnv(electron) {
  const display = hasDisplay() ? {} : await startVirtualDisplay();
  return { ...process.env, ...electron.env, ...display };
}
