import { showPanel, useApp } from '../../app/app-store.js';
import { type Command, registerCommands } from '../../app/commands.js';
import { isOpen } from '../../lib/explorer-format.js';
import { explorerStore } from '../../lib/explorer-store.js';
import { useExplorer } from '../explorer/explorer-state.js';
import { KEYS_SCOPE } from './key-table.js';
import { cancelPairing, followPairing, pair, pairAgain, retryKeys } from './pairing-actions.js';
import { bondKey, openDialog, type PairingDialog, useKeys } from './pairing-state.js';

const GROUP = 'Keys';

const selected = () => {
  const { bonds, selected: key } = useKeys.getState();
  return key === null ? undefined : bonds.find((bond) => bondKey(bond) === key);
};
const noBond = () => (selected() === undefined ? 'No bond is selected' : null);

/** The link that pairing is about: of the Keys panel when that is in front, else the one in front in GATT. */
function link(): number | null {
  const { subject } = useKeys.getState();
  const chosen = useApp.getState().panel === 'keys' && subject !== null && 'link' in subject ? subject.link : null;
  return chosen ?? useExplorer.getState().active;
}
const running = () => useKeys.getState().pairing?.attempts.find((attempt) => attempt.state === 'running');
const isUp = () => {
  const id = link();
  const state = id === null ? undefined : explorerStore.link(id)?.state.state;
  return state !== undefined && isOpen(state);
};

const dialogCommand = (id: string, title: string, dialog: PairingDialog): Command => ({
  id,
  title,
  group: GROUP,
  run: () => {
    showPanel('keys');
    openDialog(dialog);
  },
});

const onBond = (id: string, title: string, keys: string, kind: 'reveal' | 'forget'): Command => ({
  id,
  title,
  group: GROUP,
  keys,
  scope: KEYS_SCOPE,
  isEnabled: () => noBond() === null,
  why: noBond,
  run: () => {
    const bond = selected();
    if (!bond) return;
    showPanel('keys');
    openDialog({ kind, bond });
  },
});

const COMMANDS: readonly Command[] = [
  {
    id: 'keys.pair',
    title: 'Pair with the device',
    group: GROUP,
    isEnabled: () => isUp() && running() === undefined,
    why: () => (isUp() ? (running() ? 'A pairing is under way' : null) : 'There is no link to a device'),
    run: async () => {
      const id = link();
      if (id !== null) await pair(id);
    },
  },
  {
    id: 'keys.cancel',
    title: 'Cancel pairing',
    group: GROUP,
    isEnabled: () => running() !== undefined,
    why: () => (running() ? null : 'No pairing is under way'),
    run: async () => {
      const attempt = running();
      if (attempt) await cancelPairing(attempt.id);
    },
  },
  {
    id: 'keys.pair-again',
    title: 'Forget the bond and pair again',
    group: GROUP,
    isEnabled: () => link() !== null && running() === undefined,
    why: () => (link() === null ? 'No device is open' : running() ? 'A pairing is under way' : null),
    run: async () => {
      const id = link();
      if (id !== null) await pairAgain(id);
    },
  },
  onBond('keys.reveal', 'Show the keys of the selected bond…', 'Enter', 'reveal'),
  onBond('keys.forget', 'Forget the selected bond…', 'Delete', 'forget'),
  dialogCommand('keys.import', 'Import bonds…', { kind: 'import' }),
  {
    ...dialogCommand('keys.export', 'Export bonds…', { kind: 'export' }),
    isEnabled: () => useKeys.getState().bonds.length > 0,
    why: () => (useKeys.getState().bonds.length > 0 ? null : 'There are no bonds'),
  },
  {
    id: 'keys.policy',
    title: 'Policy for pairing…',
    group: GROUP,
    run: () => {
      showPanel('keys');
      useKeys.setState({ policyOpen: true });
    },
  },
  { id: 'keys.retry', title: 'Look for the keyring again', group: GROUP, run: async () => void (await retryKeys()) },
];

/** Commands of the panel, and what it follows. @returns the end of both. */
export function startKeys(): () => void {
  const stops = [followPairing(), registerCommands(COMMANDS)];
  return () => {
    for (const stop of stops) stop();
  };
}
