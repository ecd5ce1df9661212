import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../src-shared/bytes/hex.js';
import type { Connection } from '../../api/connection.js';
import { BufferedCharacteristic, Characteristic, Descriptor, Service } from '../../api/gatt-server.js';
import { type RequestContext, serveAtt } from './attribute-server.js';
import { ClientState } from './client-state.js';
import { Database } from './database.js';

const LONG = Uint8Array.from({ length: 100 }, (_, i) => i);
const VENDOR = '6e400001-b5a3-f393-e0a9-e50e24dcca9e';

let readable: Characteristic;
let writable: Characteristic;
let updating: Characteristic;
let secret: Characteristic;
let descriptor: Descriptor;
let context: RequestContext;
let offered: number[];

/**
 * 0001 service 180f
 *   0002 characteristic, 0003 value 2a19 (read, 100 bytes)
 *   0004 characteristic, 0005 value 2a1a (write, write command, at most 60), 0006 descriptor abcd
 * 0007 service, 128 bits, which includes the first: 0008
 *   0009 characteristic, 000a value 2a1b (notify, indicate, read), 000b configuration, 000c user description
 *   000d characteristic, 000e value 2a1c (read authenticated, write encrypted)
 */
beforeEach(() => {
  const battery = new Service(0x180f);
  readable = new Characteristic(battery, 0x2a19, { read: true, initial: LONG });
  writable = new Characteristic(battery, 0x2a1a, { write: true, writeNoResponse: true, maxLength: 60, capture: true });
  descriptor = new Descriptor(writable, 0xabcd, { read: true, write: true, initial: 'desc' });
  const vendor = new Service(VENDOR, { includes: [battery] });
  updating = new Characteristic(vendor, 0x2a1b, { read: true, notify: true, indicate: true, description: 'Ticks' });
  secret = new Characteristic(vendor, 0x2a1c, {
    read: true,
    write: true,
    readSecurity: 'authenticated',
    writeSecurity: 'encrypted',
  });
  offered = [];
  context = {
    connection: {
      encrypted: false,
      authenticated: false,
      bonded: false,
      keySize: 0,
      secureConnections: false,
    } as Connection,
    database: new Database([battery, vendor]),
    client: new ClientState(),
    verify: () => false,
    mtu: 23,
    onMtuRequest: (mtu) => {
      offered.push(mtu);
      return 247;
    },
    onHandlerError: () => undefined,
  };
});

async function ask(request: string): Promise<string | null> {
  const answer = await serveAtt(fromHex(request.replaceAll(' ', '')) as Uint8Array, context);
  return answer && toHex(answer);
}
const link = (state: Partial<Connection>) => {
  context.connection = { ...context.connection, ...state } as Connection;
};

describe('GATT/SR discovery', () => {
  it('GATT/SR/GAD/BV-01 Read By Group Type: services of one width at a time, with their ends', async () => {
    expect(await ask('10 0100 ffff 0028')).toBe('110601000600' + '0f18');
    expect(await ask('10 0200 ffff 0028')).toBe('111407000e00' + '9ecadc240ee5a9e093f3a3b50100406e');
    expect(await ask('10 0f00 ffff 0028')).toBe('01100f000a');
    expect(await ask('10 0100 ffff 0128')).toBe('011001000a');
    expect(await ask('10 0100 ffff 0328')).toBe('0110010010');
  });

  it('GATT/SR/GAD/BV-02 Find By Type Value: one service, by short or long UUID', async () => {
    expect(await ask('06 0100 ffff 0028 0f18')).toBe('0701000600');
    expect(await ask('06 0100 ffff 0028 fb349b5f80000080001000000f180000')).toBe('0701000600');
    expect(await ask('06 0100 ffff 0028 9ecadc240ee5a9e093f3a3b50100406e')).toBe('0707000e00');
    expect(await ask('06 0100 ffff 0028 ff18')).toBe('010601000a');
  });

  it('GATT/SR/GAD/BV-03 includes; BV-04 characteristics: declarations', async () => {
    expect(await ask('08 0700 0e00 0228')).toBe('0908' + '0800' + '0100' + '0600' + '0f18');
    expect(await ask('08 0100 0600 0328')).toBe('0907' + '0200020300192a' + '04000c05001a2a');
    expect(await ask('08 0700 0e00 0328')).toBe('0907' + '0900320a001b2a' + '0d000a0e001c2a');
  });

  it('GATT/SR/GAD/BV-06 Find Information: descriptors', async () => {
    expect(await ask('04 0b00 0c00')).toBe('0501' + '0b000229' + '0c000129');
    expect(await ask('04 0f00 ffff')).toBe('01040f000a');
  });

  it('handle 0 and a range that ends before it begins: Invalid Handle', async () => {
    for (const request of ['04', '06', '08', '10']) {
      const rest = request === '04' ? '' : request === '06' ? '0028 0f18' : '0028';
      expect(await ask(`${request} 0000 ffff ${rest}`)).toBe(`01${request}000001`);
      expect(await ask(`${request} 0500 0400 ${rest}`)).toBe(`01${request}050001`);
    }
  });
});

describe('GATT/SR reading', () => {
  it('GATT/SR/GAR/BV-01 Read gives MTU - 1 bytes; BV-04 Read Blob the rest; past the end is Invalid Offset', async () => {
    expect(await ask('0a 0300')).toBe(`0b${toHex(LONG.slice(0, 22))}`);
    expect(await ask('0c 0300 1600')).toBe(`0d${toHex(LONG.slice(22, 44))}`);
    expect(await ask('0c 0300 6400')).toBe('0d');
    expect(await ask('0c 0300 6500')).toBe('010c030007');
  });

  it('the parts of a long read are of one value, though the program writes another meanwhile', async () => {
    let asked = 0;
    readable.onRead = () => {
      asked += 1;
    };
    const first = await ask('0a 0300');
    readable.write(new Uint8Array(50));
    expect(first).toBe(`0b${toHex(LONG.slice(0, 22))}`);
    expect(await ask('0c 0300 1600')).toBe(`0d${toHex(LONG.slice(22, 44))}`);
    expect(asked).toBe(1);
    expect(await ask('0a 0300')).toBe(`0b${'00'.repeat(22)}`);
  });

  it('BI-02 unknown handle, BI-01 not permitted', async () => {
    expect(await ask('0a 0f00')).toBe('010a0f0001');
    expect(await ask('0a 0500')).toBe('010a050002');
  });

  it('BV-05 Read Multiple, and with lengths', async () => {
    context.mtu = 40;
    updating.write('hi');
    expect(await ask('0e 0a00 0600')).toBe(`0f${toHex(new TextEncoder().encode('hidesc'))}`);
    expect(await ask('20 0a00 0600')).toBe('21' + '02006869' + '040064657363');
    expect(await ask('0e 0a00')).toBe('010e000004');
  });

  it('Read By Type of a value, and its error when the first may not be read', async () => {
    expect(await ask('08 0100 ffff 1b2a')).toBe('0902' + '0a00');
    expect(await ask('08 0100 ffff 1a2a')).toBe('0108050002');
  });

  it('onRead may refresh the value, refuse with its own code, answer later, or fail', async () => {
    updating.onRead = () => updating.write('fresh');
    expect(await ask('0a 0a00')).toBe('0b6672657368');
    updating.onRead = async () => 0x81;
    expect(await ask('0a 0a00')).toBe('010a0a0081');
    updating.onRead = async () => updating.write('late');
    expect(await ask('0a 0a00')).toBe('0b6c617465');
    updating.onRead = () => {
      throw new Error('bug');
    };
    expect(await ask('0a 0a00')).toBe('010a0a000e');
  });
});

describe('GATT/SR writing', () => {
  it('GATT/SR/GAW/BV-03 Write Request stores, answers and is captured in order', async () => {
    expect(await ask('12 0500 0102')).toBe('13');
    expect(await ask('52 0500 03')).toBeNull();
    expect(writable.read()).toEqual(Uint8Array.of(3));
    const [first, second] = [await writable.written(), await writable.written()];
    expect([toHex(first.data), toHex(second.data)]).toEqual(['0102', '03']);
    expect(second.sequence).toBe(first.sequence + 1);
  });

  it('not permitted, too long, unknown; a command is refused in silence', async () => {
    expect(await ask('12 0300 01')).toBe('0112030003');
    expect(await ask('12 0200 01')).toBe('0112020003');
    expect(await ask(`12 0500 ${'00'.repeat(61)}`)).toBe('011205000d');
    expect(await ask('12 ff00 01')).toBe('0112ff0001');
    expect(await ask('52 0300 01')).toBeNull();
    expect(toHex(readable.read())).toBe(toHex(LONG));
  });

  it('onWrite refuses, and what it refuses is not stored', async () => {
    writable.onWrite = (_, data) => (data[0] === 1 ? 0 : 0x80);
    expect(await ask('12 0500 01')).toBe('13');
    expect(await ask('12 0500 02')).toBe('0112050080');
    expect(writable.read()).toEqual(Uint8Array.of(1));
  });

  it('descriptors are written and awaited as characteristics are', async () => {
    expect(await ask('12 0600 7570')).toBe('13');
    expect(toHex((await descriptor.written()).data)).toBe('7570');
  });

  it('GATT/SR/GAW/BV-05 long write: prepared, echoed, executed as one', async () => {
    expect(await ask('16 0500 0000 0102')).toBe('17050000000102');
    expect(await ask('16 0500 0200 03')).toBe('170500020003');
    expect(writable.read()).toEqual(new Uint8Array(0));
    expect(await ask('18 01')).toBe('19');
    expect(writable.read()).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('cancelled, with a gap, or too long: nothing is written', async () => {
    await ask('16 0500 0000 0102');
    expect(await ask('18 00')).toBe('19');
    await ask('16 0500 0500 01');
    expect(await ask('18 01')).toBe('0118050007');
    for (let at = 0; at < 80; at += 16) await ask(`16 0500 ${at.toString(16).padStart(2, '0')}00 ${'aa'.repeat(16)}`);
    expect(await ask('18 01')).toBe('011805000d');
    expect(await ask('18 01')).toBe('19');
    expect(writable.read()).toEqual(new Uint8Array(0));
  });

  it('BI prepared writes are bounded: the 65th, or more than 4 KiB, is Prepare Queue Full', async () => {
    for (let n = 0; n < 64; n += 1) expect(await ask('16 0500 0000 01')).toBe('170500000001');
    expect(await ask('16 0500 0000 01')).toBe('0116050009');
    await ask('18 00');
    for (let n = 0; n < 8; n += 1) await ask(`16 0500 0000 ${'01'.repeat(512)}`);
    expect(await ask('16 0500 0000 01')).toBe('0116050009');
  });

  it('a buffered characteristic appends up to its length, and empties when read locally', async () => {
    const service = new Service(0x1234);
    const buffer = new BufferedCharacteristic(service, 0x5678, { write: true, append: true, maxLength: 5 });
    context.database = new Database([service]);
    await ask('12 0300 010203');
    await ask('12 0300 040506');
    expect(buffer.read()).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
    expect(buffer.read()).toEqual(new Uint8Array(0));
  });
});

describe('GATT/SR configuration and security', () => {
  it("the configuration is the client's own, takes what the characteristic offers and nothing else", async () => {
    expect(await ask('0a 0b00')).toBe('0b0000');
    expect(await ask('12 0b00 0300')).toBe('13');
    expect(await ask('0a 0b00')).toBe('0b0300');
    expect(context.client.configuration(updating)).toBe(3);
    expect(await ask('12 0b00 0400')).toBe('01120b0013');
    expect(await ask('12 0b00 01')).toBe('01120b000d');
    expect(new ClientState().configuration(updating)).toBe(0);
  });

  it('what a server answers when security lacks', async () => {
    expect(await ask('0a 0e00')).toBe('010a0e0005');
    expect(await ask('12 0e00 01')).toBe('01120e0005');
    link({ bonded: true });
    expect(await ask('0a 0e00')).toBe('010a0e000f');
    link({ encrypted: true, keySize: 16 });
    expect(await ask('0a 0e00')).toBe('010a0e0005');
    expect(await ask('12 0e00 01')).toBe('13');
    link({ authenticated: true });
    expect(await ask('0a 0e00')).toBe('0b01');
  });

  it('security is checked before the program is asked', async () => {
    let asked = 0;
    secret.onRead = () => {
      asked += 1;
    };
    await ask('0a 0e00');
    expect(asked).toBe(0);
  });
});

describe('protocol rules', () => {
  it('Exchange MTU tells what both can take', async () => {
    expect(await ask('02 6400')).toBe('03f700');
    expect(offered).toEqual([100]);
  });

  it('an unknown request is Request Not Supported, an unknown command is silence', async () => {
    expect(await ask('24 00')).toBe('0124000006');
    expect(await ask('7e 00')).toBeNull();
    expect(await ask('d2 0500 01')).toBeNull();
  });

  it('every truncation of every request is answered or passed over, never thrown', async () => {
    const golden = [
      '026400',
      '04010001ff',
      '060100ffff00280f18',
      '080100ffff0328',
      '100100ffff0028',
      '0a0300',
      '0c03001600',
      '0e0a000600',
      '200a000600',
      '12050001',
      '160500000001',
      '1801',
    ];
    for (const whole of golden) {
      for (let length = 2; length < whole.length; length += 2) {
        const answer = await ask(whole.slice(0, length));
        expect(answer === null || /^(01|05|07|09|0b|0d|0f|11|13|17|19|21|03)/.test(answer)).toBe(true);
      }
    }
  });

  it('20,000 PDUs of noise: an answer within the MTU or none', async () => {
    const handle = fc.integer({ min: 0, max: 20 });
    const pdu = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc
        .tuple(
          fc.constantFrom(0x02, 0x04, 0x06, 0x08, 0x0a, 0x0c, 0x0e, 0x10, 0x12, 0x16, 0x18, 0x20, 0x52),
          handle,
          handle,
          fc.uint8Array({ maxLength: 24 }),
        )
        .map(([opcode, a, b, rest]) => Uint8Array.of(opcode, a, 0, b, 0, ...rest)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pdu, { minLength: 20, maxLength: 20 }), async (pdus) => {
        for (const one of pdus) {
          const answer = await serveAtt(one, context);
          expect(answer === null || (answer.length >= 1 && answer.length <= Math.max(context.mtu, one.length))).toBe(
            true,
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

it('the database hash is AES-CMAC over the structure: the same for the same, another after a change', () => {
  const build = (uuid: number) => {
    const service = new Service(0x180f);
    new Characteristic(service, uuid, { read: true, initial: Math.random().toString() });
    return toHex(new Database([service]).hash);
  };
  expect(build(0x2a19)).toBe(build(0x2a19));
  expect(build(0x2a19)).not.toBe(build(0x2a1a));
});

it('what cannot be registered is named', () => {
  const lonely = new Service(0x1234);
  expect(() => new Database([new Service(0x180f, { includes: [lonely] })])).toThrow(
    /includes service 1234, which is not registered/,
  );
  expect(() => new Database([lonely, lonely])).toThrow(/given twice/);
  expect(() => new Descriptor(readable, 0x2902)).toThrow(/makes the client configuration itself/);
  expect(() => new Characteristic(lonely, 0x2a19, { maxLength: 513 })).toThrow(/maxLength is 513/);
  expect(() => new Characteristic(lonely, 0x2a19, { initial: new Uint8Array(513) })).toThrow(/513 bytes; 512 fit/);
});
