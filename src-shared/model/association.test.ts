import { describe, expect, it } from 'vitest';
import { type AssociationSide, association, IO_CAPABILITIES, type IoCapability } from './association.js';

/**
 * Table 2.8 of Core Vol 3 Part H 2.3.5.1 in its own words, by initiator and responder: who shows the passkey (initiator, responder, nobody),
 * or just works; with LE Secure Connections some cells are numeric comparison instead.
 */
const TABLE = `
initiator             responder             legacy      secure
display-only          display-only          just-works  just-works
display-yes-no        display-only          just-works  just-works
keyboard-only         display-only          responder   responder
no-input-no-output    display-only          just-works  just-works
keyboard-display      display-only          responder   responder
display-only          display-yes-no        just-works  just-works
display-yes-no        display-yes-no        just-works  comparison
keyboard-only         display-yes-no        responder   responder
no-input-no-output    display-yes-no        just-works  just-works
keyboard-display      display-yes-no        responder   comparison
display-only          keyboard-only         initiator   initiator
display-yes-no        keyboard-only         initiator   initiator
keyboard-only         keyboard-only         nobody      nobody
no-input-no-output    keyboard-only         just-works  just-works
keyboard-display      keyboard-only         initiator   initiator
display-only          no-input-no-output    just-works  just-works
display-yes-no        no-input-no-output    just-works  just-works
keyboard-only         no-input-no-output    just-works  just-works
no-input-no-output    no-input-no-output    just-works  just-works
keyboard-display      no-input-no-output    just-works  just-works
display-only          keyboard-display      initiator   initiator
display-yes-no        keyboard-display      initiator   comparison
keyboard-only         keyboard-display      responder   responder
no-input-no-output    keyboard-display      just-works  just-works
keyboard-display      keyboard-display      initiator   comparison
`;

const ROWS = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(/ +/) as [IoCapability, IoCapability, string, string]);

const EXPECTED: Record<string, object> = {
  'just-works': { method: 'just-works', initiator: 'none', responder: 'none', authenticated: false },
  initiator: { method: 'passkey', initiator: 'displays', responder: 'inputs', authenticated: true },
  responder: { method: 'passkey', initiator: 'inputs', responder: 'displays', authenticated: true },
  nobody: { method: 'passkey', initiator: 'inputs', responder: 'inputs', authenticated: true },
  comparison: { method: 'numeric-comparison', initiator: 'compares', responder: 'compares', authenticated: true },
};

const side = (io: IoCapability, more: Partial<AssociationSide> = {}): AssociationSide => ({
  io,
  mitm: true,
  oob: false,
  secureConnections: true,
  ...more,
});

describe('association models, Core Vol 3 Part H 2.3.5.1', () => {
  it('the table of this test has every pair once', () => {
    expect(new Set(ROWS.map(([i, r]) => `${i} ${r}`)).size).toBe(25);
    for (const [i, r] of ROWS) for (const io of [i, r]) expect(IO_CAPABILITIES).toContain(io);
  });

  it.each(ROWS)('%s and %s: legacy %s, Secure Connections %s', (i, r, legacy, secure) => {
    for (const [mine, theirs] of [
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const [one, other] = [side(i, { mitm: mine }), side(r, { mitm: theirs })];
      expect(association(one, other)).toEqual({ ...EXPECTED[secure], secureConnections: true });
      const old = { ...EXPECTED[legacy], secureConnections: false };
      expect(association({ ...one, secureConnections: false }, other)).toEqual(old);
      expect(association(one, { ...other, secureConnections: false })).toEqual(old);
    }
    for (const secureConnections of [true, false]) {
      const without = association(
        side(i, { mitm: false, secureConnections }),
        side(r, { mitm: false, secureConnections }),
      );
      expect(without).toEqual({ ...EXPECTED['just-works'], secureConnections });
    }
  });

  it('out of band: one flag is enough for Secure Connections, legacy wants both', () => {
    const oob = { method: 'oob', initiator: 'none', responder: 'none', authenticated: true };
    const io = 'no-input-no-output';
    for (const [mine, theirs] of [
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const [one, other] = [side(io, { oob: mine }), side(io, { oob: theirs })];
      expect(association(one, other)).toEqual({ ...oob, secureConnections: true });
      const isBoth = mine && theirs;
      expect(association({ ...one, secureConnections: false }, other)).toEqual({
        ...(isBoth ? oob : EXPECTED['just-works']),
        secureConnections: false,
      });
    }
  });
});
