import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol, type Session } from 'electron';
import { contentPolicy, developmentPolicy, newNonce, withNonce } from './content-policy.js';
import { APP_SCHEME, contentType, resolveRendererFile } from './renderer-files.js';

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page from `root` under app://workbench/, each load with its own nonce. */
export function serveRenderer(session: Session, root: string): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method not allowed');
    const file = await resolveRendererFile(root, request.url);
    const type = file === null ? null : contentType(file);
    if (file === null || type === null) return refuse(404, 'Not found');
    const headers = new Headers({
      'Content-Type': type,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    });
    const body = await readFile(file);
    if (extname(file) !== '.html') return new Response(new Uint8Array(body), { headers });
    const nonce = newNonce();
    headers.set('Content-Security-Policy', contentPolicy(nonce));
    return new Response(withNonce(body.toString('utf8'), nonce), { headers });
  });
}

/** Gives the dev server's pages the looser policy they need, and nothing beyond it. */
export function applyDevelopmentPolicy(session: Session, origin: string): void {
  session.webRequest.onHeadersReceived({ urls: [`${origin}/*`] }, (details, respond) => {
    respond({
      responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [developmentPolicy(origin)] },
    });
  });
}

function refuse(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': "default-src 'none'" },
  });
}
