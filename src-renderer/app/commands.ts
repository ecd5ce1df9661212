import { useSyncExternalStore } from 'react';
import { toErrorInfo } from '../lib/error-text.js';
import { isSingleLetter, type KeyEventLike, matchesKeys } from '../lib/keys.js';
import { isMac } from '../lib/platform.js';
import { toast } from '../lib/toasts.js';

export interface Command {
  /** 'scanner.start'; the application menu and tests use it too. */
  id: string;
  /** As the palette shows it: 'Start scanning'. */
  title: string;
  /** Heading in palette and shortcut sheet: 'Scanner'. */
  group: string;
  /** 'Mod+K', '/', '?', 'F6', 'Space'; see keys.ts. */
  keys?: string;
  /** 'global' (default), or the `data-scope` of the element that must hold the focus: 'scanner-grid'. */
  scope?: string;
  isEnabled?: () => boolean;
  /** Why it cannot run now, in words; shown beside the command. */
  why?: () => string | null;
  run: () => void | Promise<void>;
}

/** Something the palette offers that is not a command: a device, an adapter. */
export interface PaletteItem {
  id: string;
  title: string;
  group: string;
  /** Beside the title, in mono: an address. */
  detail?: string;
  keys?: string;
  disabled?: boolean;
  /** Why it is disabled. */
  why?: string;
  run: () => void | Promise<void>;
}

/** Offers items for what was typed; the palette matches and sorts them. Called at every keystroke, so it must be quick. */
export type PaletteProvider = (query: string) => PaletteItem[];

/** What the dispatcher needs to know of where the focus is. */
export interface KeyContext {
  /** The focus is in something one types into. */
  inText: boolean;
  /** `data-scope` names of the focused element and its ancestors. */
  scopes: readonly string[];
}

export class CommandRegistry {
  #commands: readonly Command[] = [];
  #providers: readonly PaletteProvider[] = [];
  #recent: readonly string[] = [];
  readonly #listeners = new Set<() => void>();

  get commands(): readonly Command[] {
    return this.#commands;
  }

  get providers(): readonly PaletteProvider[] {
    return this.#providers;
  }

  /** Ids of commands run before, newest first. */
  get recent(): readonly string[] {
    return this.#recent;
  }

  /** Adds commands; one with an id already there takes its place until it is taken away. @returns takes them away again. */
  register(list: readonly Command[]): () => void {
    const mine = new Set(list);
    this.#commands = [...this.#commands, ...list];
    this.#changed();
    return () => {
      this.#commands = this.#commands.filter((command) => !mine.has(command));
      this.#changed();
    };
  }

  registerProvider(provider: PaletteProvider): () => void {
    this.#providers = [...this.#providers, provider];
    this.#changed();
    return () => {
      this.#providers = this.#providers.filter((other) => other !== provider);
      this.#changed();
    };
  }

  find(id: string): Command | undefined {
    return this.#commands.findLast((command) => command.id === id);
  }

  /** Runs a command that can run now; a failure is told by `onError`. @returns whether it was there and enabled. */
  run(id: string, onError: (error: unknown, title: string) => void): boolean {
    const command = this.find(id);
    if (!command || command.isEnabled?.() === false) return false;
    this.remember(id);
    runSafely(command.run, (error) => onError(error, command.title));
    return true;
  }

  remember(id: string): void {
    this.#recent = [id, ...this.#recent.filter((other) => other !== id)].slice(0, 8);
  }

  /** The command a key press means here, if any. The innermost focus scope wins, then the newest registration. */
  forKey(event: KeyEventLike, context: KeyContext, mac: boolean): Command | undefined {
    let best: Command | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const command of this.#commands) {
      if (!command.keys || !matchesKeys(command.keys, event, mac)) continue;
      const rank = this.#rank(command, command.keys, context);
      if (rank === null || rank > bestRank || command.isEnabled?.() === false) continue;
      best = command;
      bestRank = rank;
    }
    return best;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** How far out the command's scope is; null when the key does not reach it here. */
  #rank(command: Command, keys: string, context: KeyContext): number | null {
    const modified = /(Mod|Ctrl|Meta|Alt)\+/.test(keys) || /^(Shift\+)?F\d+$/.test(keys);
    if (context.inText && !modified) return null;
    const scope = command.scope ?? 'global';
    if (scope === 'global') return isSingleLetter(keys) ? null : context.scopes.length;
    const depth = context.scopes.indexOf(scope);
    return depth < 0 ? null : depth;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function runSafely(run: () => void | Promise<void>, onError: (error: unknown) => void): void {
  try {
    const result = run();
    if (result instanceof Promise) result.catch(onError);
  } catch (error) {
    onError(error);
  }
}

export const registry = new CommandRegistry();

function showFailure(error: unknown, title: string): void {
  toast({ level: 'error', title: `${title}: failed`, text: toErrorInfo(error, title).message });
}

/** Puts commands into palette, shortcut sheet, menus and key handling. @returns takes them out again. */
export function registerCommands(list: readonly Command[]): () => void {
  return registry.register(list);
}

/** Lets a panel offer its own things in the palette. @returns takes the provider out again. */
export function registerPaletteProvider(provider: PaletteProvider): () => void {
  return registry.registerProvider(provider);
}

/** Runs a command by id as if chosen from the palette. @returns false when it is unknown or cannot run now. */
export function runCommand(id: string): boolean {
  return registry.run(id, showFailure);
}

/** Runs an item of the palette, command or not. */
export function runPaletteItem(item: PaletteItem): void {
  runSafely(item.run, (error) => showFailure(error, item.title));
}

/** Every registered command; follows registrations. */
export function useCommands(): readonly Command[] {
  return useSyncExternalStore(registry.subscribe, () => registry.commands);
}

/** Reads from the document where the focus is. */
export function keyContextOf(target: EventTarget | null): KeyContext {
  const element = target instanceof Element ? target : null;
  const scopes: string[] = [];
  for (
    let at = element?.closest<HTMLElement>('[data-scope]');
    at;
    at = at.parentElement?.closest<HTMLElement>('[data-scope]')
  ) {
    if (at.dataset.scope) scopes.push(at.dataset.scope);
  }
  return { inText: isTextEntry(element), scopes };
}

function isTextEntry(element: Element | null): boolean {
  if (element instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'range', 'submit'].includes(element.type);
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}

/** While a dialog or menu is open its keys are its own. */
function isLayerOpen(): boolean {
  return document.querySelector('[data-layer]') !== null;
}

/**
 * Listens for command keys on the window.
 * Keys with Ctrl, Cmd or Alt and function keys are taken on the way down, because widgets swallow key presses;
 * plain keys on the way up, so that a widget that uses one keeps it.
 */
export function listenForKeys(): () => void {
  const handle = (event: KeyboardEvent, down: boolean): void => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const early = event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key);
    if (early !== down || isLayerOpen()) return;
    const command = registry.forKey(event, keyContextOf(event.target), isMac);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    runCommand(command.id);
  };
  const onDown = (event: KeyboardEvent): void => handle(event, true);
  const onUp = (event: KeyboardEvent): void => handle(event, false);
  window.addEventListener('keydown', onDown, true);
  window.addEventListener('keydown', onUp);
  return () => {
    window.removeEventListener('keydown', onDown, true);
    window.removeEventListener('keydown', onUp);
  };
}
