import { expect, it, vi } from 'vitest';
import { endController } from '../util/deadline.js';
import type { Connection } from './connection.js';
import { adapterClosed } from './errors.js';
import { IncomingConnections } from './incoming-connections.js';

function setUp() {
  const closed = endController();
  return { closed, incoming: new IncomingConnections(closed.signal) };
}

const connection = (isConnected = true) =>
  ({ isConnected: () => isConnected, disconnect: vi.fn(async () => undefined) }) as unknown as Connection;

it('every loop gets every connection, in order, without those that have ended', async () => {
  const { incoming } = setUp();
  expect(incoming.push(connection())).toBe(false);
  const loops = [incoming.accept(), incoming.accept()];
  const [first, ended, second] = [connection(), connection(false), connection()];
  for (const one of [first, ended, second]) expect(incoming.push(one as Connection)).toBe(true);
  for (const loop of loops) {
    expect((await loop.next()).value).toBe(first);
    expect((await loop.next()).value).toBe(second);
  }
});

it('return() ends an iteration that waits; nothing is taken for it any more', async () => {
  const { incoming } = setUp();
  const loop = incoming.accept();
  const waiting = loop.next();
  expect(await loop.return?.()).toEqual({ done: true, value: undefined });
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await loop.next()).toEqual({ done: true, value: undefined });
  expect(incoming.push(connection())).toBe(false);
});

it('return() also leaves what waits in the queue', async () => {
  const { incoming } = setUp();
  const loop = incoming.accept();
  incoming.push(connection());
  await loop.return?.();
  expect(await loop.next()).toEqual({ done: true, value: undefined });
});

it('closing rejects the loops there are and those to come', async () => {
  const { incoming, closed } = setUp();
  const waiting = expect(incoming.accept().next()).rejects.toMatchObject({
    code: 'adapter-closed',
    operation: 'accept',
  });
  closed.abort(adapterClosed());
  await waiting;
  await expect(incoming.accept().next()).rejects.toMatchObject({ code: 'adapter-closed' });
  expect(incoming.push(connection())).toBe(false);
});
