import type { ElectronApplication, Page } from '@playwright/test';

/** Chromium's and Playwright's own lines: a machine without a message bus or a graphics processor says so on every start. */
const CHROMIUM_SOURCES = [
  'bus',
  'object_proxy',
  'viz_main_impl',
  'command_buffer_proxy_impl',
  'gpu_init',
  'gl_display',
  'gl_surface_egl',
  'gl_factory',
  'angle_platform_impl',
  'vaapi_wrapper',
  'gles2_cmd_decoder_passthrough',
  'gpu_process_host',
  'dbus_thread_linux',
];
const HARMLESS = [
  new RegExp(`^\\[\\d+:\\d{4}/\\d{6}\\.\\d+:(ERROR|WARNING|INFO):(${CHROMIUM_SOURCES.join('|')})\\.cc`),
  /^Debugger (listening on|ending on|attached)/,
  /^DevTools listening on/,
  /^For help, see: /,
  /^Waiting for the debugger to disconnect/,
];

/** Collects everything that must not happen in the app: errors in the window, words on stderr, breaches of the content security policy. */
export class Problems {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** A test that provokes an error says which. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  get all(): readonly string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  watchApp(app: ElectronApplication): void {
    let rest = '';
    app.process().stderr?.on('data', (data: Buffer) => {
      const lines = (rest + data.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#stderrLine(line);
    });
    app.process().stderr?.on('end', () => this.#stderrLine(rest));
  }

  async watchPage(page: Page): Promise<void> {
    page.on('pageerror', (error) => this.#found.push(`page: ${error.stack ?? error.message}`));
    page.on('crash', () => this.#found.push("the page's process crashed"));
    await page.exposeFunction('__reportBreach', (text: string) => this.#found.push(`content security policy: ${text}`));
    // For the page as it is and for every load after; a breach before this point is an error on the console, told on stderr.
    await page.addInitScript(listenForBreaches);
    await page.evaluate(listenForBreaches);
  }

  #stderrLine(line: string): void {
    if (line.trim() !== '' && !HARMLESS.some((pattern) => pattern.test(line)))
      this.#found.push(line.startsWith('console: ') ? line : `stderr: ${line}`);
  }
}

function listenForBreaches(): void {
  const scope = globalThis as unknown as {
    __reportBreach(text: string): void;
    addEventListener(
      type: string,
      listener: (event: { violatedDirective: string; blockedURI: string; sourceFile: string }) => void,
    ): void;
  };
  scope.addEventListener('securitypolicyviolation', (event) =>
    scope.__reportBreach(`${event.violatedDirective} blocked ${event.blockedURI} (${event.sourceFile})`),
  );
}
