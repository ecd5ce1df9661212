import { describe, expect, it } from 'vitest';
import { decodeAttribute, valueText } from '../../src-shared/decode/values/value-text.js';
import type { AttributeValue, LinkState } from '../../src-shared/model/link.js';
import { ExplorerStore } from './explorer-store.js';
import { formatOf, namesOf } from './explorer-value.js';

const state = (id: number): LinkState => ({
  id,
  address: 'c2:00:00:00:00:01',
  addressType: 'random',
  addressKind: 'static',
  name: 'sensor',
  virtual: true,
  state: 'connected',
  error: null,
  since: 0,
  mtu: 247,
  rssi: null,
  parameters: null,
  security: { encrypted: false, authenticated: false, bonded: false, keySize: 0, secureConnections: false },
  treeRevision: 1,
  discovery: null,
  operations: [],
  subscriptions: [],
});
const CUSTOM = '7d2a0002-4c1e-4f6b-9a38-5be1c0d7e2f4';
const TREE = {
  services: [
    {
      uuid: '181a',
      primary: true,
      startHandle: 1,
      endHandle: 6,
      includes: [],
      characteristics: [
        {
          uuid: CUSTOM,
          properties: 0x12,
          declarationHandle: 2,
          valueHandle: 3,
          endHandle: 6,
          descriptors: [
            { uuid: '2901', handle: 4 },
            { uuid: '2904', handle: 5 },
          ],
        },
      ],
    },
  ],
};
const value = (handle: number, data: Uint8Array, count = 1): AttributeValue => ({
  handle,
  data,
  at: 0,
  kind: 'read',
  count,
  rate: 0,
  error: null,
});

function open() {
  let now = 1_000_000;
  const store = new ExplorerStore(() => now);
  store.applyState(state(1));
  store.applyTree(1, 1, TREE);
  const attribute = store.link(1)?.tree.byHandle.get(3);
  if (attribute === undefined) throw new Error('no attribute');
  return { store, attribute, tick: (ms: number) => (now += ms) };
}

describe('ExplorerStore', () => {
  it('flashes a value when it changes, and not again before the flash has ended', () => {
    const { store, tick } = open();
    const flashed = () => store.value(1, 3)?.flashedAt;
    store.applyValues(1, [value(3, Uint8Array.of(1))]);
    const first = flashed();
    tick(100);
    store.applyValues(1, [value(3, Uint8Array.of(2), 2)]);
    expect(flashed()).toBe(first);
    tick(600);
    store.applyValues(1, [value(3, Uint8Array.of(2), 3)]);
    expect(flashed()).toBe(first);
    store.applyValues(1, [value(3, Uint8Array.of(3), 4)]);
    expect(flashed()).toBe(1_000_700);
  });

  it('does not flash for an error', () => {
    const { store } = open();
    store.applyValues(1, [value(3, new Uint8Array(0), 0)]);
    expect(store.value(1, 3)?.flashedAt).toBe(0);
  });

  it('names an unknown characteristic as its device does', () => {
    const { store, attribute } = open();
    const before = store.link(1)?.wordsRevision;
    store.applyValues(1, [value(4, new TextEncoder().encode('Setpoint'))]);
    expect(namesOf(store, 1).title(attribute)).toBe('Setpoint - 0x0003');
    expect(store.link(1)?.wordsRevision).not.toBe(before);
  });

  it('honours the Presentation Format, and the format of the user before it', () => {
    const { store, attribute } = open();
    const data = Uint8Array.of(0x5f, 0x08);
    expect(valueText(attribute, data, formatOf(store, 1, attribute))).toBe('5f 08');
    store.applyValues(1, [value(5, Uint8Array.of(0x0e, 0xfe, 0x2f, 0x27, 1, 0, 0))]);
    expect(valueText(attribute, data, formatOf(store, 1, attribute))).toContain('21.43');
    store.setUserFormats({ [CUSTOM]: { format: 'level:uint8, mode:uint8' } });
    expect(decodeAttribute(attribute, data, formatOf(store, 1, attribute))?.fields.map((field) => field.name)).toEqual([
      'level',
      'mode',
    ]);
  });

  it('forgets values whose handles are gone after a discovery', () => {
    const { store } = open();
    store.applyValues(1, [value(3, Uint8Array.of(1))]);
    store.applyTree(1, 2, { services: [] });
    expect(store.value(1, 3)).toBeUndefined();
  });

  it('keeps the history of the value that is followed, and of no other', () => {
    const { store } = open();
    store.startHistory({ link: 1, handle: 3, entries: [], dropped: 2 });
    const entries = [{ at: 1, kind: 'read' as const, data: Uint8Array.of(1) }];
    store.addHistory({ link: 1, handle: 3, entries });
    store.addHistory({ link: 1, handle: 4, entries });
    expect(store.history(1, 3)).toMatchObject({ end: 1, dropped: 2 });
    expect(store.history(1, 4)).toBeNull();
  });

  it('closes links and keeps only those it is told of', () => {
    const { store } = open();
    store.applyState(state(2));
    expect(store.links().map((link) => link.id)).toEqual([1, 2]);
    store.close(1);
    store.applyLinks([state(3)]);
    expect(store.links().map((link) => link.id)).toEqual([3]);
  });
});
