import { BleError, hasCode } from '../../api/errors.js';

/**
 * Something a controller is told to do or to leave, scanning or advertising, and what we know of it. When the answer to
 * such a command is lost nobody knows, and the next use begins by switching off.
 */
export class RadioSwitch {
  #state: 'on' | 'off' | 'unknown' = 'off';

  constructor(private readonly send: (enable: boolean) => Promise<unknown>) {}

  get mayBeOn(): boolean {
    return this.#state !== 'off';
  }

  /** The controller has stopped by itself, or was reset. */
  forget(): void {
    this.#state = 'off';
  }

  /** Switches on with the settings that configure() sends; off before that when need be, as settings are refused while on. */
  async on(configure: () => Promise<void>): Promise<void> {
    await this.off();
    try {
      await configure();
    } catch (error) {
      if (!hasCode(error, 'hci/command-disallowed')) throw error;
      await this.#disable(); // it is on without our knowing
      await configure();
    }
    this.#state = 'unknown';
    try {
      await this.send(true);
    } catch (error) {
      const isRefused = error instanceof BleError && error.status !== undefined;
      if (isRefused) this.#state = 'off';
      else await this.off().catch(() => undefined); // the first failure is the one to tell; the state stays unknown
      throw error;
    }
    if (this.#state === 'unknown') this.#state = 'on'; // else it has ended already
  }

  /** A lost command is worth a second one, or the radio would go on for ever. */
  async off(): Promise<void> {
    if (this.#state === 'off') return;
    this.#state = 'unknown';
    await this.#disable().catch((error) => {
      if (!hasCode(error, 'timeout')) throw error;
      return this.#disable();
    });
    this.#state = 'off';
  }

  async #disable(): Promise<void> {
    try {
      await this.send(false);
    } catch (error) {
      // It has just ended by itself, or the controller refuses to be told what it does already.
      if (!hasCode(error, 'hci/command-disallowed')) throw error;
    }
  }
}
