import type { ValueChoice } from '../../../src-shared/ipc/app.js';
import { updateSettings, useApp } from '../../app/app-store.js';
import { withChoice } from '../../lib/value-choices.js';

const NONE: ValueChoice = {};

/** How the user looks at the values of a UUID; kept over restarts. */
export const useValueChoice = (uuid: string): ValueChoice =>
  useApp((state) => state.settings.valueChoices[uuid] ?? NONE);

export function chooseForUuid(uuid: string, patch: Parameters<typeof withChoice>[2]): void {
  void updateSettings({ valueChoices: withChoice(useApp.getState().settings.valueChoices, uuid, patch) });
}
