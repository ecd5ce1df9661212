import { afterEach, beforeEach, expect } from 'vitest';
import { type EventName, type EventPayload, events } from '../../../src-shared/ipc/contract.js';
import type { BleError } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { ManualClock, settle } from '../../ble/testing/manual-clock.js';
import { ExplorerService } from '../explorer/explorer-service.js';
import { FakeCentral, FakePeer } from './fake-peer.js';

export const HR = { address: 'c2:00:00:00:00:01', addressType: 'random', name: 'HR Sensor' } as const;
/** Handles of the fake's database. */
export const HEART_RATE = 3;
export const LOCATION = 6;
export const CONTROL_POINT = 8;
export const BATTERY = 11;

/** Of the test that runs; see withExplorerBed. */
export let clock: ManualClock;
export let central: FakeCentral;
export let service: ExplorerService;
/** What the window was told. */
export let sent: { name: string; payload: unknown; at: number }[];

/** A fresh service before each test of a file, and nothing left of it after. */
export function withExplorerBed(): void {
  beforeEach(() => {
    clock = new ManualClock();
    central = new FakeCentral();
    sent = [];
    service = new ExplorerService({
      clock,
      emit: (name, payload) => {
        expect(events[name].safeParse(payload).error).toBeUndefined();
        sent.push({ name, payload: structuredClone(payload), at: clock.now() });
      },
    });
    service.setAdapter(central);
  });
  afterEach(async () => {
    await service.close();
    expect(clock.pendingTimers).toBe(0);
  });
}

export const named = <N extends EventName>(name: N) =>
  sent.filter((event) => event.name === name).map((event) => event.payload as EventPayload<N>);

export const states = (id = 1) => named('explorer.state').filter((state) => state.id === id);

/** What the window shows of a link. */
export const shown = (id = 1): LinkState => {
  const last = states(id).at(-1);
  if (!last) throw new Error('the window was told nothing');
  return last;
};

export const newest = (handle: number, id = 1) =>
  named('explorer.values')
    .filter(({ link }) => link === id)
    .flatMap(({ values }) => values)
    .filter((value) => value.handle === handle)
    .at(-1);

export const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: BleError) => error.code,
  );

/** Time enough for the window to be told. */
export const told = () => clock.advance(100);

export async function connected(
  peer = new FakePeer(),
  who: Parameters<ExplorerService['connect']>[0] = HR,
): Promise<FakePeer> {
  service.connect(who);
  await settle();
  central.attempt.up(peer);
  await told();
  return peer;
}

/** From here on `sent` begins anew. */
export function forgetTold(): void {
  sent = [];
}
