// Runs other programs, and ends them together with this one.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { root } from './paths.mjs';

/** A failure whose message is all the user needs: printed without a stack. */
export class UserError extends Error {}

let tell = console.log;

/** For scripts whose standard output is their result. */
export function sayOnStderr() {
  tell = console.error;
}

export function say(text) {
  tell(`workbench: ${text}`);
}

const children = new Set();
const background = new Set();
const endSignals = process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
const END_WITHIN_MS = 5_000;
let listening = false;

/** Starts a program that is ended when this process ends. One in the background (a display) outlives the others. */
export function start(command, args, { inBackground = false, ...options } = {}) {
  if (!listening) listenForEnd();
  // In a group of its own it does not hear the terminal's Ctrl+C, which would take the display from the others.
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    detached: inBackground && process.platform !== 'win32',
    ...options,
  });
  const set = inBackground ? background : children;
  set.add(child);
  child.on('close', () => set.delete(child));
  return child;
}

function listenForEnd() {
  listening = true;
  process.on('exit', () => {
    for (const child of [...children, ...background]) child.kill('SIGTERM');
  });
  for (const signal of endSignals) {
    process.once(signal, () => {
      const code = signal === 'SIGINT' ? 130 : 143;
      if (children.size === 0) process.exit(code);
      setTimeout(() => process.exit(code), END_WITHIN_MS);
      for (const child of children) {
        child.on('close', () => children.size === 0 && process.exit(code));
        child.kill('SIGTERM');
      }
    });
  }
}

/** Runs a program to its end; resolves with its exit code, 1 if a signal ended it. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, options);
    child.on('error', (error) => reject(new UserError(`${command} could not be started: ${error.message}`)));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs Node on a script. */
export function runNode(args, options = {}) {
  return run(process.execPath, args, options);
}

/** Runs npm, the one that runs this script if there is one. */
export function npm(args, options = {}) {
  const { command, first, shell } = npmCommand();
  return run(command, [...first, ...args], { shell, ...options });
}

/** npm's standard output, or null when it failed. */
export function npmOutput(args) {
  const { command, first, shell } = npmCommand();
  const result = spawnSync(command, [...first, ...args], {
    cwd: root,
    shell,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return result.status === 0 ? result.stdout : null;
}

function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && basename(script) === 'npm-cli.js' && existsSync(script)) {
    return { command: process.execPath, first: [script], shell: false };
  }
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

/** The path of a program on PATH, or null. */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** Runs an entry script: a UserError is told in one line, its exit code is 1. */
export async function main(body) {
  try {
    const code = await body();
    process.exit(typeof code === 'number' ? code : 0);
  } catch (error) {
    console.error(error instanceof UserError ? `workbench: ${error.message}` : error);
    process.exit(1);
  }
}

/** True when this module is the program node was started with. */
export function isEntry(meta) {
  return process.argv[1] !== undefined && meta.filename === realpathSync(process.argv[1]);
}
