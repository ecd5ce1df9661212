import { useEffect } from 'react';
import { api } from '../../lib/api.js';
import { toErrorInfo } from '../../lib/error-text.js';
import type { ValueHistory } from '../../lib/explorer-history.js';
import { explorerStore } from '../../lib/explorer-store.js';
import { toast } from '../../lib/toasts.js';

let wanted: { link: number; handle: number } | null = null;

async function follow(want: { link: number; handle: number }): Promise<void> {
  try {
    const told = await api.explorer.watch(want);
    // Another value may be wanted by now: its own answer is on the way.
    if (told !== null && wanted === want) explorerStore.startHistory(told);
  } catch (error) {
    if (wanted !== want || explorerStore.link(want.link) === undefined) return;
    const { message } = toErrorInfo(error, 'read the history');
    toast({ level: 'error', title: 'The history of this value could not be read', text: message });
  }
}

async function leave(link: number): Promise<void> {
  explorerStore.startHistory(null);
  if (explorerStore.link(link) === undefined) return;
  try {
    await api.explorer.watch({ link, handle: null });
  } catch (error) {
    // The link may have been closed in this moment, and then nobody tells of it any more.
    if (explorerStore.link(link) !== undefined) console.error('history is still followed', error);
  }
}

/** The history of a value while the calling part is on the screen; null until the first answer. */
export function useHistory(link: number, handle: number): ValueHistory | null {
  useEffect(() => {
    const want = { link, handle };
    const before = wanted;
    wanted = want;
    if (before !== null && before.link !== link) void leave(before.link);
    void follow(want);
    return () => {
      // Another part may want a value in the same turn: then nothing goes in between.
      queueMicrotask(() => {
        if (wanted !== want) return;
        wanted = null;
        void leave(link);
      });
    };
  }, [link, handle]);
  return explorerStore.history(link, handle);
}
