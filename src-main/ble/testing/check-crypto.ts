import { fromHex, toHex } from '../../../src-shared/bytes/hex.js';
import { ah } from '../crypto/ah.js';
import { cmac } from '../crypto/cmac.js';
import { c1, s1 } from '../crypto/legacy.js';
import { h6, h7 } from '../crypto/link-keys.js';
import { isDebugKey, isOnCurve, KeyPair, type PublicKey } from '../crypto/p256.js';
import { f4, f5, f6, g2 } from '../crypto/secure-connections.js';
import {
  AH_VECTOR,
  BAD_POINTS,
  C1_VECTOR,
  CMAC_VECTORS,
  CONVERSION_VECTORS,
  F4_VECTOR,
  F5_VECTOR,
  F6_VECTOR,
  G2_VECTOR,
  H6_VECTORS,
  H7_VECTORS,
  P256_VECTORS,
  S1_VECTOR,
} from './crypto-vectors.js';

const hex = (text: string) => fromHex(text) as Uint8Array;
const point = ({ x, y }: { x: string; y: string }): PublicKey => ({ x: hex(x), y: hex(y) });

interface Check {
  name: string;
  got: string | number | boolean;
  want: string | number | boolean;
}

/** Runs the toolbox on every sample of the specification. Returns what went wrong, in words; empty when all is right. */
export function checkCrypto(): string[] {
  const checks = [...symmetric(), ...keyConversions(), ...curve()];
  return checks.filter(({ got, want }) => got !== want).map(({ name, got, want }) => `${name}: ${got} for ${want}`);
}

function symmetric(): Check[] {
  const checks: Check[] = CMAC_VECTORS.map(({ name, key, message, tag }) => ({
    name,
    got: toHex(cmac(hex(key), hex(message))),
    want: tag,
  }));
  const add = (name: string, got: Check['got'], want: Check['want']) => checks.push({ name, got, want });
  const { k, r, preq, pres, initiatorType, initiator, responderType, responder } = C1_VECTOR;
  const addresses = { initiatorType, initiator: hex(initiator), responderType, responder: hex(responder) };
  add(C1_VECTOR.name, toHex(c1(hex(k), hex(r), hex(preq), hex(pres), addresses)), C1_VECTOR.confirm);
  add(S1_VECTOR.name, toHex(s1(hex(S1_VECTOR.k), hex(S1_VECTOR.r1), hex(S1_VECTOR.r2))), S1_VECTOR.stk);
  const { u, v, x, z } = F4_VECTOR;
  add(F4_VECTOR.name, toHex(f4(hex(u), hex(v), hex(x), z)), F4_VECTOR.confirm);
  const { w, n1, n2, a1, a2 } = F5_VECTOR;
  const keys = f5(hex(w), hex(n1), hex(n2), hex(a1), hex(a2));
  add(`${F5_VECTOR.name} MacKey`, toHex(keys.macKey), F5_VECTOR.macKey);
  add(`${F5_VECTOR.name} LTK`, toHex(keys.ltk), F5_VECTOR.ltk);
  const checked = f6(hex(F6_VECTOR.w), {
    n1: hex(F6_VECTOR.n1),
    n2: hex(F6_VECTOR.n2),
    r: hex(F6_VECTOR.r),
    ioCap: hex(F6_VECTOR.ioCap),
    a1: hex(F6_VECTOR.a1),
    a2: hex(F6_VECTOR.a2),
  });
  add(F6_VECTOR.name, toHex(checked), F6_VECTOR.check);
  const value = g2(hex(G2_VECTOR.u), hex(G2_VECTOR.v), hex(G2_VECTOR.x), hex(G2_VECTOR.y));
  add(G2_VECTOR.name, value, G2_VECTOR.value);
  add(`${G2_VECTOR.name} digits`, value % 1_000_000, G2_VECTOR.digits);
  add(AH_VECTOR.name, toHex(ah(hex(AH_VECTOR.irk), hex(AH_VECTOR.prand))), AH_VECTOR.hash);
  return checks;
}

function keyConversions(): Check[] {
  const byH6 = H6_VECTORS.map(({ name, w, keyId, key }) => ({ name, got: toHex(h6(hex(w), hex(keyId))), want: key }));
  const byH7 = H7_VECTORS.map(({ name, salt, w, key }) => ({ name, got: toHex(h7(hex(salt), hex(w))), want: key }));
  const byBoth = CONVERSION_VECTORS.map(({ name, w, by, keyId, key }) => {
    const between = 'salt' in by ? h7(hex(by.salt), hex(w)) : h6(hex(w), hex(by.keyId));
    return { name, got: toHex(h6(between, hex(keyId))), want: key };
  });
  return [...byH6, ...byH7, ...byBoth];
}

function curve(): Check[] {
  const checks: Check[] = [];
  const add = (name: string, got: Check['got'], want: Check['want']) => checks.push({ name, got, want });
  for (const { name, privateA, privateB, publicA, publicB, dhKey, isDebug } of P256_VECTORS) {
    const [a, b] = [KeyPair.of(hex(privateA)), KeyPair.of(hex(privateB))];
    add(`${name}: public key of A`, toHex(a.publicKey.x) + toHex(a.publicKey.y), publicA.x + publicA.y);
    add(`${name}: public key of B`, toHex(b.publicKey.x) + toHex(b.publicKey.y), publicB.x + publicB.y);
    add(`${name}: A is a point`, isOnCurve(point(publicA)), true);
    add(`${name}: A is the debug key`, isDebugKey(a.publicKey), isDebug);
    add(`${name}: B is the debug key`, isDebugKey(b.publicKey), false);
    add(`${name}: DHKey of A`, toHex(a.dhKey(point(publicB))), dhKey);
    add(`${name}: DHKey of B`, toHex(b.dhKey(point(publicA))), dhKey);
  }
  for (const bad of BAD_POINTS) add(`no point: ${bad.name}`, isOnCurve(point(bad)), false);
  const [one, other] = [KeyPair.generate(), KeyPair.generate()];
  add('two new key pairs agree', toHex(one.dhKey(other.publicKey)), toHex(other.dhKey(one.publicKey)));
  add('two new key pairs differ', toHex(one.publicKey.x) === toHex(other.publicKey.x), false);
  return checks;
}
