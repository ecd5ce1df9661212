import { useEffect } from 'react';
import type { ScanDetail } from '../../../src-shared/model/scan-row.js';
import { api } from '../../lib/api.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { scanStore } from '../../lib/scan-store.js';
import { toast } from '../../lib/toasts.js';

/** The main process follows one row. Of all who want one, the newest on the screen gets it; the others keep what came before. */
const wants: { id: number }[] = [];
let watched: number | null = null;

function follow(): void {
  const id = wants.at(-1)?.id ?? null;
  if (id === watched) return;
  watched = id;
  api.scanner.watch({ id }).then(
    (detail) => {
      if (detail !== null) scanStore.applyDetail(detail);
    },
    (error: unknown) =>
      toast({
        level: 'error',
        title: 'The history of this device could not be read',
        text: toErrorInfo(error, 'watch a device').message,
      }),
  );
}

/** History and changed bytes of a row while the calling part is on the screen; undefined until the first answer. */
export function useWatch(id: number | null): ScanDetail | undefined {
  useEffect(() => {
    if (id === null) return undefined;
    const want = { id };
    wants.push(want);
    follow();
    return () => {
      wants.splice(wants.indexOf(want), 1);
      // Another part may want a row in the same turn: then no call with null goes in between.
      queueMicrotask(follow);
    };
  }, [id]);
  return id === null ? undefined : scanStore.detail(id);
}
