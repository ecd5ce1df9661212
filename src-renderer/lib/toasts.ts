import { create } from 'zustand';

export type ToastLevel = 'info' | 'ok' | 'warning' | 'error';

export interface Toast {
  id: number;
  level: ToastLevel;
  title: string;
  text?: string;
  /** One thing to do about it: 'Undo'. The toast goes away when it is done. */
  action?: { label: string; run: () => void };
}

interface ToastState {
  toasts: Toast[];
}

/** More than this and the oldest goes: toasts must never cover the work. */
const MOST = 4;

let lastId = 0;

export const useToasts = create<ToastState>(() => ({ toasts: [] }));

/**
 * Says something the user did not watch happen. Equal toasts are not repeated.
 * @returns the id, for `dismissToast`.
 */
export function toast(entry: Omit<Toast, 'id'>): number {
  const { toasts } = useToasts.getState();
  const same = toasts.find((t) => t.level === entry.level && t.title === entry.title && t.text === entry.text);
  if (same) return same.id;
  lastId += 1;
  useToasts.setState({ toasts: [...toasts, { ...entry, id: lastId }].slice(-MOST) });
  return lastId;
}

export function dismissToast(id: number): void {
  useToasts.setState((state) => ({ toasts: state.toasts.filter((t) => t.id !== id) }));
}
