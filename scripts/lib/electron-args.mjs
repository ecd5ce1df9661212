// Switches Electron needs on this machine.
export const isRoot = process.platform !== 'win32' && process.getuid?.() === 0;

/** Chromium refuses to run as root with its sandbox. */
export const sandboxArgs = isRoot ? ['--no-sandbox'] : [];
