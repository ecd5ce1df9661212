import { expect, test } from 'vitest';
import { contentPolicy, developmentPolicy, newNonce, withNonce } from './content-policy.js';

const directives = (policy: string) =>
  new Map(policy.split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1)]));

test('the page may run its own scripts only, and no inline ones', () => {
  const policy = directives(contentPolicy('N'));
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('script-src')).toEqual(["'self'"]);
  expect(policy.get('style-src')).toEqual(["'self'", "'nonce-N'"]);
  for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors'])
    expect(policy.get(name)).toEqual(["'none'"]);
  expect(contentPolicy('N')).not.toMatch(/unsafe|\*|http/);
});

test('no two loads share a nonce', () => {
  const nonces = new Set(Array.from({ length: 200 }, newNonce));
  expect(nonces.size).toBe(200);
  for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
});

test('the page carries the nonce where the component library looks, and its own style elements do too', () => {
  const html = withNonce(
    '<!doctype html><html><head lang="en"><style>a{}</style><STYLE media="x">b{}</STYLE><link rel="stylesheet" href="x.css"></head></html>',
    'N',
  );
  expect(html).toContain('<head lang="en"><meta property="csp-nonce" nonce="N">');
  expect(html).toContain('<style nonce="N">a{}');
  expect(html).toContain('<style nonce="N" media="x">');
  expect(html).toContain('<link rel="stylesheet" href="x.css">');
});

test('the dev server may talk to its own origin only', () => {
  expect(directives(developmentPolicy('http://127.0.0.1:5173')).get('connect-src')).toEqual([
    "'self'",
    'ws://127.0.0.1:5173',
  ]);
});
