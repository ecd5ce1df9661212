import { MOST_VALUE_CHOICES, type ValueChoice } from '../../src-shared/ipc/app.js';

export type ValueChoices = Readonly<Record<string, ValueChoice>>;

/** The choices with this one changed; undefined takes a part out. One too many lets go of another. */
export function withChoice(
  before: ValueChoices,
  uuid: string,
  patch: { [K in keyof ValueChoice]: ValueChoice[K] | undefined },
): Record<string, ValueChoice> {
  const { [uuid]: old, ...others } = before;
  const parts = Object.entries({ ...old, ...patch }).filter(([, part]) => part !== undefined);
  const kept = Object.entries(others).slice(-(MOST_VALUE_CHOICES - 1));
  const next: Record<string, ValueChoice> = Object.fromEntries(kept);
  if (parts.length > 0) next[uuid] = Object.fromEntries(parts);
  return next;
}
