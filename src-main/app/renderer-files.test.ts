import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APP_INDEX, contentType, resolveRendererFile } from './renderer-files.js';

let base: string;
let root: string;

beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'renderer-')));
  root = join(base, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(base, 'renderer-secret'));
  writeFileSync(join(root, 'index.html'), '<html>');
  writeFileSync(join(root, 'assets', 'a b.js'), '1');
  // Names that mean something else on other systems; a build never makes them.
  for (const name of ['x:y.js', 'a\\b.js']) writeFileSync(join(root, 'assets', name), '1');
  writeFileSync(join(base, 'secret.txt'), 'secret');
  writeFileSync(join(base, 'renderer-secret', 'x.js'), 'secret');
  symlinkSync(join(base, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(base, join(root, 'up'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('files of the page', () => {
  test('ours are found', async () => {
    expect(await resolveRendererFile(root, APP_INDEX)).toBe(join(root, 'index.html'));
    expect(await resolveRendererFile(root, 'app://workbench/')).toBe(join(root, 'index.html'));
    expect(await resolveRendererFile(root, 'app://workbench/index.html?x=1#y')).toBe(join(root, 'index.html'));
    expect(await resolveRendererFile(root, 'app://workbench/assets/a%20b.js')).toBe(join(root, 'assets', 'a b.js'));
  });

  test.each([
    'app://workbench/../secret.txt',
    'app://workbench/%2e%2e/secret.txt',
    'app://workbench/..%2fsecret.txt',
    'app://workbench/%2e%2e%2fsecret.txt',
    'app://workbench/..%5csecret.txt',
    'app://workbench/assets/..%2f..%2fsecret.txt',
    'app://workbench/assets/%252e%252e/%252e%252e/secret.txt',
    'app://workbench/%2fetc%2fpasswd',
    'app://workbench//etc/passwd',
    'app://workbench/..%2frenderer-secret/x.js',
    'app://workbench/link.txt',
    'app://workbench/assets/x:y.js',
    'app://workbench/assets/a%5cb.js',
    'app://workbench/up/secret.txt',
    'app://workbench/index.html%00.js',
    'app://workbench/C:%5cWindows%5cwin.ini',
    'app://workbench/index.html::$DATA',
    'app://workbench/%ff%fe',
    'app://workbench/%',
    'app://workbench/assets',
    'app://workbench/nothing.js',
    'app://other/index.html',
    'app://workbench.evil/index.html',
    'app://user:pw@workbench/index.html',
    'app://workbench:80/index.html',
    'file:///etc/passwd',
    'https://workbench/index.html',
    'index.html',
    '',
  ])('%s is refused', async (url) => {
    expect(await resolveRendererFile(root, url)).toBeNull();
  });

  test('no path leaves the folder', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e%2e',
        '..%2f',
        '%5c..',
        'up',
        'assets',
        'secret.txt',
        'link.txt',
        '//',
        '\\',
        '%00',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const file = await resolveRendererFile(root, `app://workbench/${pieces.join('/')}`);
        if (file !== null) expect(file.startsWith(root + sep)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('kinds of file the page has no business with have no type', () => {
    expect(contentType('/x/INDEX.HTML')).toBe('text/html; charset=utf-8');
    expect(contentType('/x/a.woff2')).toBe('font/woff2');
    for (const path of ['/x/a.exe', '/x/a', '/x/.env', '/x/a.node']) expect(contentType(path)).toBeNull();
  });
});
