/**
 * Sample data of the specification, most significant byte first, as it prints them: Core 5.4 Vol 3 Part H 2.2 (c1, s1) and Appendix D,
 * Vol 2 Part G 7.1.2 (P-256), RFC 4493 4 (AES-CMAC).
 */
const KEY = '2b7e151628aed2a6abf7158809cf4f3c';
const MESSAGE =
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710';
const U = '20b003d2f297be2c5e2c83a7e9f9a5b9eff49111acf4fddbcc0301480e359de6';
const V = '55188b3d32f6bb9a900afcfbeed4e72a59cb9ac2f19d7cfb6b4fdd49f47fc5fd';
const N1 = 'd5cb8454d177733effffb2ec712baeab';
const N2 = 'a6e8e7cc25a75f6e216583f7ff3dc4cf';
const A1 = '0056123737bfce';
const A2 = '00a713702dcfc1';
const W = 'ec0234a357c8ad05341010a60a397d9b';
const LTK = '368df9bce3264b58bd066c33334fbf64';
const LINK_KEY = '05040302010009080706050403020100';
const TMP1 = '000000000000000000000000746d7031';
const TMP2 = '000000000000000000000000746d7032';
const LEBR = '6c656272';
const BRLE = '62726c65';

export const CMAC_VECTORS = [
  { name: 'RFC 4493 4 and Core Vol 3 Part H D.1.1', key: KEY, message: '', tag: 'bb1d6929e95937287fa37d129b756746' },
  { name: 'D.1.2', key: KEY, message: MESSAGE.slice(0, 32), tag: '070a16b46b4d4144f79bdd9dd04a287c' },
  { name: 'D.1.3', key: KEY, message: MESSAGE.slice(0, 80), tag: 'dfa66747de9ae63030ca32611497c827' },
  { name: 'D.1.4', key: KEY, message: MESSAGE, tag: '51f0bebf7e3b9d92fc49741779363cfe' },
] as const;

export const C1_VECTOR = {
  name: '2.2.3 c1',
  k: '00000000000000000000000000000000',
  r: '5783d52156ad6f0e6388274ec6702ee0',
  preq: '07071000000101',
  pres: '05000800000302',
  initiatorType: 1,
  initiator: 'a1a2a3a4a5a6',
  responderType: 0,
  responder: 'b1b2b3b4b5b6',
  confirm: '1e1e3fef878988ead2a74dc5bef13b86',
} as const;

export const S1_VECTOR = {
  name: '2.2.4 s1',
  k: '00000000000000000000000000000000',
  r1: '000f0e0d0c0b0a091122334455667788',
  r2: '010203040506070899aabbccddeeff00',
  stk: '9a1fe1f0e8b0f49b5b4216ae796da062',
} as const;

export const F4_VECTOR = {
  name: 'D.2 f4',
  u: U,
  v: V,
  x: N1,
  z: 0,
  confirm: 'f2c916f107a9bd1cf1eda1bea974872d',
} as const;

export const F5_VECTOR = {
  name: 'D.3 f5',
  w: 'ec0234a357c8ad05341010a60a397d9b99796b13b4f866f1868d34f373bfa698',
  n1: N1,
  n2: N2,
  a1: A1,
  a2: A2,
  macKey: '2965f176a1084a02fd3f6a20ce636e20',
  ltk: '6986791169d7cd23980522b594750a38',
} as const;

export const F6_VECTOR = {
  name: 'D.4 f6',
  w: '2965f176a1084a02fd3f6a20ce636e20',
  n1: N1,
  n2: N2,
  r: '12a3343bb453bb5408da42d20c2d0fc8',
  ioCap: '010102',
  a1: A1,
  a2: A2,
  check: 'e3c473989cd0e8c5d26c0b09da958f61',
} as const;

export const G2_VECTOR = { name: 'D.5 g2', u: U, v: V, x: N1, y: N2, value: 0x2f9ed5ba, digits: 938_554 } as const;

export const H6_VECTORS = [{ name: 'D.6 h6', w: W, keyId: LEBR, key: '2d9ae102e76dc91ce8d3a9e280b16399' }] as const;

export const AH_VECTOR = { name: 'D.7 ah', irk: W, prand: '708194', hash: '0dfbaa' } as const;

export const H7_VECTORS = [{ name: 'D.8 h7', salt: TMP1, w: W, key: 'fb173597c6a3c0ecd2998c2a75a57011' }] as const;

/** Between LTK and link key: an intermediate key by h7 (CT2 set) or h6 (CT2 clear), then h6. */
export const CONVERSION_VECTORS = [
  {
    name: 'D.9 LTK to link key, CT2',
    w: LTK,
    by: { salt: TMP1 },
    keyId: LEBR,
    key: '287ad379dca402530a39f1f43047b835',
  },
  {
    name: 'D.10 LTK to link key',
    w: LTK,
    by: { keyId: '746d7031' },
    keyId: LEBR,
    key: 'bc1ca4ef633fc1bd0d8230afee388fb0',
  },
  {
    name: 'D.11 link key to LTK, CT2',
    w: LINK_KEY,
    by: { salt: TMP2 },
    keyId: BRLE,
    key: 'e85e09eb5eccb3e269418a133211bc79',
  },
  {
    name: 'D.12 link key to LTK',
    w: LINK_KEY,
    by: { keyId: '746d7032' },
    keyId: BRLE,
    key: 'a813fb72f1a3dfa18a2c9a43f10d0a30',
  },
] as const;

export const P256_VECTORS = [
  {
    name: 'Vol 2 Part G 7.1.2.1 P-256, A has the debug key',
    privateA: '3f49f6d4a3c55f3874c9b3e3d2103f504aff607beb40b7995899b8a6cd3c1abd',
    privateB: '55188b3d32f6bb9a900afcfbeed4e72a59cb9ac2f19d7cfb6b4fdd49f47fc5fd',
    publicA: {
      x: '20b003d2f297be2c5e2c83a7e9f9a5b9eff49111acf4fddbcc0301480e359de6',
      y: 'dc809c49652aeb6d63329abf5a52155c766345c28fed3024741c8ed01589d28b',
    },
    publicB: {
      x: '1ea1f0f01faf1d9609592284f19e4c0047b58afd8615a69f559077b22faaa190',
      y: '4c55f33e429dad377356703a9ab85160472d1130e28e36765f89aff915b1214a',
    },
    dhKey: 'ec0234a357c8ad05341010a60a397d9b99796b13b4f866f1868d34f373bfa698',
    isDebug: true,
  },
  {
    name: 'Vol 2 Part G 7.1.2.2 P-256',
    privateA: '06a516693c9aa31a6084545d0c5db641b48572b97203ddffb7ac73f7d0457663',
    privateB: '529aa0670d72cd6497502ed473502b037e8803b5c60829a5a3caa219505530ba',
    publicA: {
      x: '2c31a47b5779809ef44cb5eaaf5c3e43d5f8faad4a8794cb987e9b03745c78dd',
      y: '919512183898dfbecd52e2408e43871fd021109117bd3ed4eaf8437743715d4f',
    },
    publicB: {
      x: 'f465e43ff23d3f1b9dc7dfc04da8758184dbc966204796eccf0d6cf5e16500cc',
      y: '0201d048bcbbd899eeefc424164e33c201c2b010ca6b4d43a8a155cad8ecb279',
    },
    dhKey: 'ab85843a2f6d883f62e5684b38e307335fe6e1945ecd19604105c6f23221eb69',
    isDebug: false,
  },
] as const;

/** Not points of P-256: what invalid curve attacks send, Core Vol 3 Part H 2.3.5.6.1. */
export const BAD_POINTS = [
  { name: 'all zero', x: '00'.repeat(32), y: '00'.repeat(32) },
  { name: 'y = 0 under a good x', x: P256_VECTORS[0].publicA.x, y: '00'.repeat(32) },
  {
    name: 'one bit off',
    x: P256_VECTORS[0].publicA.x,
    y: 'dc809c49652aeb6d63329abf5a52155c766345c28fed3024741c8ed01589d28a',
  },
  { name: 'x beyond p', x: 'ff'.repeat(32), y: P256_VECTORS[0].publicA.y },
  {
    name: 'x = 5 + p, on the curve modulo p alone',
    x: 'ffffffff00000001000000000000000000000001000000000000000000000004',
    y: '459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc',
  },
  { name: 'short', x: '01', y: '02' },
] as const;
