import { beforeEach, describe, expect, it } from 'vitest';
import { dismissToast, toast, useToasts } from './toasts.js';

const titles = (): string[] => useToasts.getState().toasts.map((entry) => entry.title);

beforeEach(() => useToasts.setState({ toasts: [] }));

describe('toasts', () => {
  it('are few: the oldest makes room', () => {
    for (const title of ['a', 'b', 'c', 'd', 'e']) toast({ level: 'info', title });
    expect(titles()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('do not repeat themselves', () => {
    const first = toast({ level: 'error', title: 'a', text: 'why' });
    expect(toast({ level: 'error', title: 'a', text: 'why' })).toBe(first);
    toast({ level: 'error', title: 'a', text: 'another why' });
    expect(titles()).toEqual(['a', 'a']);
  });

  it('go when they are dismissed', () => {
    const id = toast({ level: 'info', title: 'a' });
    toast({ level: 'info', title: 'b' });
    dismissToast(id);
    expect(titles()).toEqual(['b']);
  });
});
