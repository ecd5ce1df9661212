import type { ValueFormat } from '../../../src-shared/decode/values/value-text.js';
import type { Input } from '../../../src-shared/ipc/contract.js';
import type { AddressType } from '../../../src-shared/model/address.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { showPanel, useApp } from '../../app/app-store.js';
import { api, onEvent } from '../../lib/api.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { explained } from '../../lib/explorer-errors.js';
import { linkName } from '../../lib/explorer-format.js';
import { explorerStore } from '../../lib/explorer-store.js';
import type { WriteMode } from '../../lib/explorer-write.js';
import { plural } from '../../lib/scan-format.js';
import { toast } from '../../lib/toasts.js';
import { focusSoon } from './explorer-focus.js';
import { forgetLink, setEntry, useExplorer } from './explorer-state.js';

/** The formats the user has described, as the settings have them. */
function followFormats(): () => void {
  let known: unknown;
  const take = () => {
    const { valueChoices } = useApp.getState().settings;
    if (valueChoices === known) return;
    known = valueChoices;
    explorerStore.setUserFormats(valueChoices);
  };
  take();
  return useApp.subscribe(take);
}

/** Follows every link, from now to the end of the window. @returns stops following. */
export function followExplorer(): () => void {
  const stops = [
    followFormats(),
    onEvent('explorer.state', (state) => explorerStore.applyState(state)),
    onEvent('explorer.tree', ({ link, revision, tree }) => explorerStore.applyTree(link, revision, tree)),
    onEvent('explorer.values', ({ link, values }) => explorerStore.applyValues(link, values)),
    onEvent('explorer.history', (history) => explorerStore.addHistory(history)),
    onEvent('explorer.closed', ({ link }) => dropLink(link)),
  ];
  api.explorer.links().then(
    (links) => {
      explorerStore.applyLinks(links);
      if (useExplorer.getState().active === null) useExplorer.setState({ active: links[0]?.id ?? null });
    },
    (error: unknown) =>
      toast({ level: 'error', title: 'The links could not be read', text: toErrorInfo(error, 'read links').message }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

function dropLink(id: number): void {
  const before = explorerStore.links().map((link) => link.id);
  explorerStore.close(id);
  forgetLink(id, before);
}

export function activate(id: number): void {
  useExplorer.setState({ active: id });
}

/** Opens a link, or goes to the one there is, and shows it. @returns whether the attempt began. */
export async function connectTo(address: string, addressType: AddressType, name: string | null): Promise<boolean> {
  useExplorer.setState({ connectFailure: null });
  try {
    const state = await api.explorer.connect({ address, addressType, name });
    explorerStore.applyState(state);
    setEntry('failures', state.id, undefined);
    useExplorer.setState({ active: state.id, editor: null });
    showPanel('gatt');
    // What had the focus has just left the screen.
    focusSoon('tree');
    return true;
  } catch (error) {
    const failure = {
      title: `No connection to ${name ?? address}`,
      error: toErrorInfo(error, `connect to ${address}`),
    };
    useExplorer.setState({ connectFailure: failure });
    // Where the form is not in sight the failure must still be said.
    toast({ level: 'error', title: failure.title, text: failure.error.message });
    return false;
  }
}

export function reconnect(id: number): Promise<boolean> {
  const state = explorerStore.link(id)?.state;
  return state === undefined ? Promise.resolve(false) : connectTo(state.address, state.addressType, state.name);
}

/** The state, or the value, says these already. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['aborted', 'disconnected', 'adapter-closed']);

async function onLink<T>(id: number, title: string, run: () => Promise<T>): Promise<T | null> {
  setEntry('failures', id, undefined);
  try {
    return await run();
  } catch (error) {
    const info = toErrorInfo(error, title);
    if (!TOLD_ELSEWHERE.has(info.code)) setEntry('failures', id, { title, error: explained(info) });
    return null;
  }
}

/** What the attribute itself answered comes with its value; the rest is told of the link. */
async function onAttribute<T>(id: number, title: string, run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    const info = toErrorInfo(error, title);
    const isAttributes = info.layer === 'att' || info.layer === 'gatt' || info.code === 'timeout';
    if (!isAttributes && !TOLD_ELSEWHERE.has(info.code)) setEntry('failures', id, { title, error: info });
    return null;
  }
}

export const disconnect = (id: number) =>
  onLink(id, 'The link could not be ended', () => api.explorer.disconnect({ link: id }));

/** Ends a link and takes its tab away. */
export async function closeLink(id: number): Promise<void> {
  dropLink(id);
  try {
    await api.explorer.close({ link: id });
  } catch (error) {
    toast({ level: 'error', title: 'The link did not end', text: toErrorInfo(error, 'close the link').message });
  }
}

export const discover = (id: number) => onLink(id, 'Discovery did not end', () => api.explorer.discover({ link: id }));

export const readAttribute = (link: number, handle: number) =>
  onAttribute(link, 'Reading failed', () => api.explorer.read({ link, handle }));

/** @returns whether it was written. */
export async function writeAttribute(
  link: number,
  handle: number,
  data: Uint8Array,
  mode: WriteMode,
): Promise<boolean> {
  const done = await onAttribute(link, 'Writing failed', async () => {
    await api.explorer.write({ link, handle, data, mode });
    return true;
  });
  return done === true;
}

/** `bits`: 1 notify, 2 indicate; 0 ends the subscription. */
export const subscribe = (link: number, handle: number, bits: number) =>
  onAttribute(link, 'Subscribing failed', () =>
    api.explorer.subscribe({ link, handle, notify: (bits & 1) !== 0, indicate: (bits & 2) !== 0 }),
  );

/** To a file the user chooses; `until`: nothing that came later. */
export async function saveHistory(
  link: number,
  handle: number,
  until: number | null,
  format: ValueFormat,
): Promise<void> {
  try {
    const { path, rows } = await api.explorer.saveHistory({ link, handle, until, format });
    if (path !== null) toast({ level: 'ok', title: `${plural(rows, 'value')} saved`, text: path });
  } catch (error) {
    toast({ level: 'error', title: 'Nothing was saved', text: toErrorInfo(error, 'save the history').message });
  }
}

const refusedWords = (failed: number) => (failed === 0 ? '' : `, ${failed} refused`);

export async function readAll(id: number): Promise<void> {
  setEntry('outcomes', id, undefined);
  const result = await onLink(id, 'Not everything was read', () => api.explorer.readAll({ link: id }));
  if (result === null) return;
  setEntry('outcomes', id, `${plural(result.read, 'value')} read${refusedWords(result.failed)}`);
}

export async function subscribeAll(id: number, on: boolean): Promise<void> {
  setEntry('outcomes', id, undefined);
  const what = on ? 'Not everything was subscribed to' : 'Not every subscription ended';
  const result = await onLink(id, what, () => api.explorer.subscribeAll({ link: id, on }));
  if (result === null) return;
  const words = on ? `Subscribed to ${result.done}` : `${plural(result.done, 'subscription')} ended`;
  setEntry('outcomes', id, `${words}${refusedWords(result.failed)}`);
}

export const cancelOperation = (link: number, operation: number) =>
  onLink(link, 'The operation could not be cancelled', () => api.explorer.cancelOperation({ link, operation }));

/** Cancels the discovery that is going on, or the whole attempt where there is no link yet. */
export function cancelProgress(id: number): void {
  const state = explorerStore.link(id)?.state;
  const running = state?.operations.find((operation) => /^discover/i.test(operation.title));
  if (state?.state === 'discovering' && running !== undefined) void cancelOperation(id, running.id);
  else void disconnect(id);
}

/** Rejects with BleError: its editor shows why. */
export const exchangeMtu = (link: number, mtu: number) => api.explorer.exchangeMtu({ link, mtu });

/** Rejects with BleError: its editor shows why. */
export const setPhy = (link: number, phy: NonNullable<LinkState['phy']>) => api.explorer.setPhy({ link, phy });

/** Rejects with BleError: its editor shows why. */
export const updateParameters = (request: Input<'explorer.updateParameters'>) => api.explorer.updateParameters(request);

export async function copyText(text: string, what: string): Promise<void> {
  try {
    await api.app.copyText({ text });
    toast({ level: 'ok', title: `${what} copied`, text: text.length > 80 ? undefined : text });
  } catch (error) {
    toast({ level: 'error', title: 'Not copied', text: toErrorInfo(error, 'copy').message });
  }
}

export const linkTitle = (id: number) => {
  const state = explorerStore.link(id)?.state;
  return state === undefined ? '' : linkName(state);
};
