import type {
  BondRef,
  BondRow,
  PairingAnswer,
  PairingAttemptState,
  PairingChoices,
  PairingPolicy,
  PairingState,
} from '../../../src-shared/model/pairing.js';
import { showPanel, useApp } from '../../app/app-store.js';
import { api, onEvent } from '../../lib/api.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { dismissToast, toast } from '../../lib/toasts.js';
import { adviceFor } from './pairing-advice.js';
import { closeDialog, openDialog, useKeys } from './pairing-state.js';
import { bondName, METHOD_WORDS, peerName } from './pairing-words.js';

/** Pairings whose end the user has been told of. */
const told = new Set<number>();

/** Follows pairings and bonds, from now to the end of the window. @returns stops following. */
export function followPairing(): () => void {
  const stops = [
    onEvent('pairing.state', (pairing) => {
      const before = useKeys.getState().pairing;
      useKeys.setState({ pairing });
      if (before === null) tellLocked(pairing);
      else if (pairing.protection.protection !== 'locked') dismissLocked();
      if (before !== null) tellEnds();
      else for (const { id, state } of pairing.attempts) if (state !== 'running') told.add(id);
    }),
    onEvent('pairing.bonds', (bonds) => useKeys.setState({ bonds })),
  ];
  api.pairing.state().then(
    (pairing) => {
      if (useKeys.getState().pairing === null) tellLocked(pairing);
      useKeys.setState({ pairing });
    },
    (error: unknown) => failed('The state of pairing could not be read', error),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** What says that the keys are locked, for as long as they are. */
let lockedToast: number | null = null;

function dismissLocked(): void {
  if (lockedToast !== null) dismissToast(lockedToast);
  lockedToast = null;
}

/** At the start: devices that are bonded will look as if they were not. */
function tellLocked({ protection: { protection, needsPassphrase } }: PairingState): void {
  if (protection !== 'locked') return;
  lockedToast = toast({
    level: 'warning',
    title: 'The keys of your bonds are locked',
    text: needsPassphrase ? 'A passphrase opens them.' : undefined,
    action: {
      label: needsPassphrase ? 'Unlock…' : 'Show in Keys',
      run: () => {
        showPanel('keys');
        if (needsPassphrase) openDialog({ kind: 'unlock' });
      },
    },
  });
}

/** A pairing that ends while another panel is in front is told there. */
function tellEnds(): void {
  for (const attempt of useKeys.getState().pairing?.attempts ?? []) {
    if (attempt.state === 'running' || told.has(attempt.id)) continue;
    told.add(attempt.id);
    if (useApp.getState().panel === 'keys') continue;
    const { result, error, peer } = attempt;
    if (result)
      toast({
        level: 'ok',
        title: result.resumed ? `Encrypted: ${peerName(peer)}` : `Paired with ${peerName(peer)}`,
        text: `${METHOD_WORDS[result.method]}, ${result.authenticated ? 'MITM protection' : 'no MITM protection'}`,
      });
    else if (error && attempt.state === 'failed')
      toast({
        level: 'error',
        title: `${peerName(peer)}: ${adviceFor(error).title}`,
        text: error.message,
        action: { label: 'Show in Keys', run: () => showAttempt(attempt) },
      });
  }
}

function showAttempt({ id, link }: PairingAttemptState): void {
  useKeys.setState({ subject: link === null ? { attempt: id } : { link } });
  showPanel('keys');
}

function failed(title: string, error: unknown): void {
  toast({ level: 'error', title, text: toErrorInfo(error, title).message });
}

async function run(title: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    failed(title, error);
    return false;
  }
}

/** Shows the lower half of the panel for a link of the explorer. */
export function showPairing(link: number): void {
  useKeys.setState({ subject: { link } });
  showPanel('keys');
}

export const pair = (link: number) => {
  useKeys.setState({ subject: { link } });
  return run('Pairing could not begin', () => api.pairing.pair({ link }));
};

/** Asks for protection against somebody in the middle from now on, and pairs. */
export async function pairWithMitm(link: number): Promise<void> {
  const choices = useKeys.getState().pairing?.choices;
  if (choices && !choices.mitm && !(await setChoices({ ...choices, mitm: true }))) return;
  await pair(link);
}

export const cancelPairing = (attempt: number) =>
  run('The pairing could not be cancelled', () => api.pairing.cancel({ attempt }));

export const dismissAttempt = (attempt: number) =>
  run('The pairing could not be taken off the list', () => api.pairing.dismiss({ attempt }));

export const pairAgain = (link: number) => {
  useKeys.setState({ subject: { link } });
  return run('Pairing again could not begin', () => api.pairing.pairAgain({ link }));
};

export const answer = (prompt: number, given: PairingAnswer) =>
  run('The answer did not arrive', () => api.pairing.answer({ prompt, answer: given }));

export const setChoices = (choices: PairingChoices) => {
  const { pairing } = useKeys.getState();
  if (pairing) useKeys.setState({ pairing: { ...pairing, choices } });
  return run('The choice could not be kept', () => api.pairing.setChoices(choices));
};

export const setPolicy = (policy: PairingPolicy) => {
  const { pairing } = useKeys.getState();
  if (pairing) useKeys.setState({ pairing: { ...pairing, policy } });
  return run('The policy could not be kept', () => api.pairing.setPolicy(policy));
};

export async function forgetBond(bond: BondRow): Promise<void> {
  const isDone = await run('The bond could not be forgotten', () => api.pairing.removeBond(refOf(bond)));
  if (!isDone) return;
  closeDialog();
  toast({ level: 'ok', title: `The bond with ${bondName(bond)} is forgotten` });
}

export const reveal = (bond: BondRow) =>
  run('The keys could not be shown', async () => {
    const revealed = await api.pairing.reveal(refOf(bond));
    const { dialog } = useKeys.getState();
    // Closed meanwhile: then nobody wants to see them.
    if (dialog?.kind === 'reveal' && dialog.bond.id === bond.id) useKeys.setState({ revealed });
  });

export async function exportBonds(bonds: readonly BondRow[] | null): Promise<void> {
  try {
    const { path, bonds: count } = await api.pairing.export({ bonds: bonds?.map(refOf) ?? null });
    if (path === null) return;
    closeDialog();
    toast({ level: 'ok', title: count === 1 ? '1 bond exported' : `${count} bonds exported`, text: path });
  } catch (error) {
    failed('Nothing was exported', error);
  }
}

export const retryKeys = () => run('The keyring could not be looked for', () => api.pairing.retryKeys());
export const moveToKeyring = () => run('The keyring does not take the keys', () => api.pairing.moveToKeyring());
export const dismissProblem = () => run('It could not be dismissed', () => api.pairing.dismissProblem());

export const answerScreen = (address: string, same: boolean) =>
  run('The device could not be answered', () => api.pairing.answerScreen({ address, same }));
export const setSimulated = (address: string, io: 'display-only' | 'display-yes-no') =>
  run('The device could not be set', () => api.pairing.setSimulated({ address, io }));
export const forgetAtSimulated = (address: string, name: string) =>
  run('The device could not forget', async () => {
    await api.pairing.forgetAtSimulated({ address });
    toast({ level: 'ok', title: `${name} has forgotten its bonds` });
  });

const refOf = ({ adapterId, id }: BondRow): BondRef => ({ adapterId, id });
