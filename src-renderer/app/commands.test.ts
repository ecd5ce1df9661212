import { describe, expect, it, vi } from 'vitest';
import type { KeyEventLike } from '../lib/keys.js';
import { type Command, CommandRegistry, type KeyContext } from './commands.js';

const command = (id: string, rest: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Test',
  run: () => undefined,
  ...rest,
});
const press = (key: string, rest: Partial<KeyEventLike> = {}): KeyEventLike => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...rest,
});
const nowhere: KeyContext = { inText: false, scopes: [] };
const inGrid: KeyContext = { inText: false, scopes: ['scanner-grid'] };
const inFilter: KeyContext = { inText: true, scopes: [] };

function registryWith(...commands: Command[]): CommandRegistry {
  const registry = new CommandRegistry();
  registry.register(commands);
  return registry;
}

describe('CommandRegistry', () => {
  it('runs a command by id, and tells when there is none', () => {
    const run = vi.fn();
    const registry = registryWith(command('a', { run }));
    expect(registry.run('a', vi.fn())).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
    expect(registry.run('b', vi.fn())).toBe(false);
  });

  it('does not run what is disabled', () => {
    const run = vi.fn();
    const registry = registryWith(command('a', { run, isEnabled: () => false }));
    expect(registry.run('a', vi.fn())).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });

  it('tells of a command that throws or rejects', async () => {
    const registry = registryWith(
      command('throws', {
        run: () => {
          throw new Error('one');
        },
      }),
      command('rejects', { run: () => Promise.reject(new Error('two')) }),
    );
    const onError = vi.fn();
    registry.run('throws', onError);
    registry.run('rejects', onError);
    await Promise.resolve();
    expect(onError.mock.calls.map(([error, title]) => [error.message, title])).toEqual([
      ['one', 'throws'],
      ['two', 'rejects'],
    ]);
  });

  it('takes commands out again, and only those', () => {
    const registry = new CommandRegistry();
    const first = command('a', { title: 'first' });
    registry.register([first]);
    const out = registry.register([command('a', { title: 'second' })]);
    expect(registry.find('a')?.title).toBe('second');
    out();
    expect(registry.find('a')?.title).toBe('first');
  });

  it('tells listeners of every change, with a new list each time', () => {
    const registry = new CommandRegistry();
    const listener = vi.fn();
    registry.subscribe(listener);
    const before = registry.commands;
    const out = registry.register([command('a')]);
    expect(registry.commands).not.toBe(before);
    out();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('remembers what ran, newest first and once each', () => {
    const registry = registryWith(command('a'), command('b'));
    for (const id of ['a', 'b', 'a']) registry.run(id, vi.fn());
    expect(registry.recent).toEqual(['a', 'b']);
  });
});

describe('keys', () => {
  it('reach single letters only inside their scope', () => {
    const registry = registryWith(command('star', { keys: 'F', scope: 'scanner-grid' }));
    expect(registry.forKey(press('f'), inGrid, false)?.id).toBe('star');
    expect(registry.forKey(press('f'), nowhere, false)).toBeUndefined();
  });

  it('never take a single letter everywhere, even when a command asks for it', () => {
    const registry = registryWith(command('bad', { keys: 'F' }), command('worse', { keys: 'Space', scope: 'global' }));
    expect(registry.forKey(press('f'), inGrid, false)).toBeUndefined();
    expect(registry.forKey(press(' '), nowhere, false)).toBeUndefined();
  });

  it('leave what is typed into a field alone, but not keys with Ctrl', () => {
    const registry = registryWith(
      command('filter', { keys: '/' }),
      command('palette', { keys: 'Mod+K' }),
      command('pane', { keys: 'F6' }),
    );
    expect(registry.forKey(press('/'), nowhere, false)?.id).toBe('filter');
    expect(registry.forKey(press('/'), inFilter, false)).toBeUndefined();
    expect(registry.forKey(press('k', { ctrlKey: true }), inFilter, false)?.id).toBe('palette');
    expect(registry.forKey(press('F6'), inFilter, false)?.id).toBe('pane');
  });

  it('go to the innermost scope, then to what is everywhere', () => {
    const registry = registryWith(
      command('everywhere', { keys: 'Delete' }),
      command('outer', { keys: 'Delete', scope: 'pane' }),
      command('inner', { keys: 'Delete', scope: 'grid' }),
    );
    expect(registry.forKey(press('Delete'), { inText: false, scopes: ['grid', 'pane'] }, false)?.id).toBe('inner');
    expect(registry.forKey(press('Delete'), { inText: false, scopes: ['pane'] }, false)?.id).toBe('outer');
    expect(registry.forKey(press('Delete'), nowhere, false)?.id).toBe('everywhere');
  });

  it('pass over what cannot run now', () => {
    const registry = registryWith(command('a', { keys: 'F6' }), command('b', { keys: 'F6', isEnabled: () => false }));
    expect(registry.forKey(press('F6'), nowhere, false)?.id).toBe('a');
  });
});
