import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../bytes/hex.js';
import { addTerm, type FilterSubject, filterKeys, parseFilter, removeTerm } from './filter.js';

const NOW = 1_000_000;

function subject(changes: Partial<FilterSubject> = {}): FilterSubject {
  return {
    name: 'Thingy:52 Kitchen',
    address: 'c2:00:00:00:00:01',
    addressKind: 'static',
    rssi: -60,
    services: ['180d', '32314241', '6e400001-b5a3-f393-e0a9-e50e24dcca9e'],
    companies: [{ id: 0x004c, name: 'Apple, Inc.' }],
    kinds: ['iBeacon', 'Eddystone URL'],
    connectable: true,
    scannable: false,
    lastSeen: NOW - 5_000,
    firstSeen: NOW - 90_000,
    intervalMs: 150,
    rate: 6.5,
    count: 120,
    favourite: false,
    virtual: true,
    advData: fromHex('0201061aff4c000215') as Uint8Array,
    respData: fromHex('04094d5059') as Uint8Array,
    appearance: 0x0341,
    txPower: -4,
    ...changes,
  };
}

const holds = (text: string, changes: Partial<FilterSubject> = {}) => {
  const filter = parseFilter(text);
  expect(filter.problems).toEqual([]);
  return filter.matches(subject(changes), NOW);
};
const problems = (text: string) => parseFilter(text).problems.map(({ message }) => message);

describe('terms', () => {
  it.each([
    'rssi>-70',
    'rssi>=-60',
    'rssi<=-60dBm',
    'rssi:-60',
    'rssi:>-70',
    'rssi!=-61',
    'rssi>\u221270',
    'rssi\u2265-60',
    'name~thingy',
    'name:KITCHEN',
    'name="thingy:52 kitchen"',
    'name:^thingy',
    'name!=other',
    'addr:c2:00',
    'addr:C2-00',
    'addr:c200',
    'addr=c2:00:00:00:00:01',
    'addr:^c2',
    'mac:00:01',
    'type:static',
    'type:random',
    'type!=public',
    'uuid:180d',
    'uuid:0x180D',
    'uuid:0000180d-0000-1000-8000-00805f9b34fb',
    'uuid:heart',
    'uuid:"heart rate"',
    'uuid:32314241',
    'uuid:6e400001',
    'uuid:nordic',
    'uuid~b5a3',
    'uuid!=180f',
    'mfr:004c',
    'mfr:0x004C',
    'mfr:4c',
    'mfr:apple',
    'mfr=4c',
    'company:"apple, inc"',
    'kind:ibeacon',
    'kind:eddystone',
    'kind="eddystone url"',
    'data:4c0002',
    'data:~4C0002',
    'data:"4c 00 02"',
    'data:^020106',
    'data:^0409',
    'data~4d5059',
    'seen<10s',
    'seen<10',
    'seen>4500ms',
    'seen<1m',
    'first>1m',
    'first<1h',
    'interval<200ms',
    'interval<0.2s',
    'interval>=150',
    'rate>5',
    'count>100',
    'tx=-4',
    'appearance:heart',
    'appearance:0x0341',
    'appearance:833',
    'has:name',
    'has:response',
    'connectable',
    'CONNECTABLE',
    'connectable:yes',
    'scannable:no',
    'virtual',
    'favourite:no',
    'favorite:no',
    'thingy',
    '"52 kit"',
    'c2:00',
    '00:01',
    'c20000',
    'not scannable',
    '-scannable',
    '\u2212scannable',
    '!scannable',
    'not mfr:0075',
    '-kind:altbeacon',
    'not not connectable',
    'rssi>-10 or connectable',
    '(rssi>-10 or (connectable virtual)) count>5',
    'not (rssi>-10 or scannable)',
    'rssi>-70 and connectable',
    '',
  ])('%s holds', (text) => {
    expect(holds(text)).toBe(true);
  });

  it.each([
    'rssi>-60',
    'rssi<-60',
    'name~door',
    'name=thingy',
    'name:^kitchen',
    'addr:c3',
    'addr:^00',
    'addr!=c2:00:00:00:00:01',
    'type:public',
    'type!=random',
    'uuid:180f',
    'uuid:battery',
    'uuid!=180d',
    'uuid=6e400001',
    'mfr:0075',
    'mfr!=004c',
    'mfr:0x00',
    'kind:ruuvi',
    'kind=eddystone',
    'data:4c01',
    'data:^1aff',
    'seen<5s',
    'seen>1m',
    'first<1m',
    'interval<100',
    'rate>7',
    'count>120',
    'tx>0',
    'appearance:watch',
    'scannable',
    'favourite',
    '-virtual',
    'door',
    'connectable rssi>0',
    'c2:00:01',
    'not (connectable or scannable)',
    'connectable:no',
  ])('%s does not hold', (text) => {
    expect(holds(text)).toBe(false);
  });

  it('what is not known never compares', () => {
    for (const text of ['rssi<0', 'rssi!=-5']) expect(holds(text, { rssi: null })).toBe(false);
    expect(holds('interval<1s', { intervalMs: 0 })).toBe(false);
    expect(holds('tx<100', { txPower: null })).toBe(false);
    expect(holds('name~a', { name: null })).toBe(false);
    expect(holds('name=""', { name: null })).toBe(true);
    expect(holds('data:0102', { advData: new Uint8Array(), respData: null })).toBe(false);
  });

  it('or joins its neighbours, so other terms still count', () => {
    expect(holds('kind:ruuvi or kind:ibeacon count>5')).toBe(true);
    expect(holds('kind:ibeacon or kind:ruuvi count>500')).toBe(false);
  });
});

describe('chips', () => {
  it('lists top-level terms with their places', () => {
    const text = 'rssi>-70  not mfr:"0075" (kind:ibeacon or virtual) a or b connectable "bare words"';
    const { terms } = parseFilter(text);
    expect(terms.map((term) => term.text)).toEqual([
      'rssi>-70',
      'not mfr:"0075"',
      '(kind:ibeacon or virtual)',
      'a or b',
      'connectable',
      '"bare words"',
    ]);
    for (const { from, to, text: chip } of terms) expect(text.slice(from, to)).toBe(chip);
    expect(terms[0]).toMatchObject({ key: 'rssi', op: '>', value: '-70', negated: false });
    expect(terms[1]).toMatchObject({ key: 'mfr', op: ':', value: '0075', negated: true });
    expect(terms[2]).toMatchObject({ key: 'or' });
    expect(terms[4]).toMatchObject({ key: 'connectable', op: ':', value: 'yes' });
    expect(terms[5]).toMatchObject({ key: 'text', value: 'bare words' });
  });

  it('quotes hold quotes and backslashes', () => {
    expect(parseFilter('name:"say \\"hi\\" \\\\o/"').terms[0]?.value).toBe('say "hi" \\o/');
    expect(parseFilter('name~foo(bar)').terms[0]?.value).toBe('foo(bar)');
  });
});

describe('problems', () => {
  it.each([
    ['rssi>strong', 'rssi wants a number like -70'],
    ['rssi>', 'rssi wants a number like -70'],
    ['rssi~5', 'rssi knows < <= > >= = and !=, not ~'],
    ['seen<soon', 'seen wants a time like 10s, 500ms or 2m'],
    ['interval<5parsec', 'interval wants a time like 200ms or 1s'],
    ['data:4c0', 'data wants bytes in hex, two digits each, like 4c0002'],
    ['type:strange', 'type wants one of public, random, static, resolvable, non-resolvable, identifier'],
    ['mfr:', 'mfr wants a company: its number in hex like 004c, or part of its name'],
    ['addr:xyz', 'addr wants part of an address, like c2:00'],
    ['connectable:maybe', 'connectable stands alone, or wants yes or no'],
    ['rsi>-70', 'there is no key "rsi" (did you mean "rssi"?); put quotes around it to look for the words'],
    ['xyz:foo', 'there is no key "xyz"; put quotes around it to look for the words'],
    ['nam:foo', 'there is no key "nam" (did you mean "name"?); put quotes around it to look for the words'],
    ['rssi > -70', 'a comparison has no blanks around its sign, like rssi>-70'],
    ['name:"open', 'this quote is not closed'],
    ['""', 'there is nothing between the quotes'],
    ['(a or b', 'this parenthesis is not closed'],
    ['a)', 'this parenthesis closes nothing'],
    ['()', 'there is nothing between the parentheses'],
    ['a or', 'or wants a term on both sides'],
    ['or a', 'or wants a term on both sides'],
    ['a not', 'not wants a term after it'],
  ])('%s', (text, message) => {
    expect(problems(text)[0]).toBe(message);
  });

  it('points at the term, and the others still work', () => {
    const filter = parseFilter('connectable rssi>strong');
    expect(filter.problems).toEqual([{ from: 12, to: 23, message: 'rssi wants a number like -70' }]);
    expect(filter.terms).toHaveLength(2);
    expect(filter.matches(subject(), NOW)).toBe(true);
    expect(filter.matches(subject({ connectable: false }), NOW)).toBe(false);
    expect(parseFilter('(rssi>x or scannable)').matches(subject(), NOW)).toBe(false);
    expect(parseFilter('rssi>x or rssi>y').matches(subject(), NOW)).toBe(true);
    expect(parseFilter('not (rssi>x)').matches(subject(), NOW)).toBe(true);
  });

  it('bounds nesting', () => {
    const deep = `${'('.repeat(5_000)}connectable${')'.repeat(5_000)} virtual`;
    expect(problems(deep)[0]).toBe('parentheses may be 32 deep');
    expect(parseFilter(deep).terms).toHaveLength(2);
    expect(problems('-'.repeat(20_000))).toEqual([]);
  });
});

describe('editing', () => {
  it('removes a term with its blanks', () => {
    const text = 'rssi>-70 not mfr:0075  kind:ibeacon or virtual';
    expect(removeTerm(text, 0)).toBe('not mfr:0075  kind:ibeacon or virtual');
    expect(removeTerm(text, 1)).toBe('rssi>-70 kind:ibeacon or virtual');
    expect(removeTerm(text, 2)).toBe('rssi>-70 not mfr:0075');
    expect(removeTerm(text, 3)).toBe(text);
  });

  it('adds a term once', () => {
    expect(addTerm('', 'uuid:180d')).toBe('uuid:180d');
    expect(addTerm('name~a', 'uuid:180d')).toBe('name~a uuid:180d');
    expect(addTerm('uuid:180D name~a', 'uuid:180d')).toBe('uuid:180D name~a');
    expect(addTerm('uuid:180d', 'uuid:180f')).toBe('uuid:180d uuid:180f');
  });

  it('replaces a term of a single-valued key in the same direction', () => {
    expect(addTerm('rssi>-90 name~a', 'rssi>-70')).toBe('name~a rssi>-70');
    expect(addTerm('rssi>=-90', 'rssi>-70')).toBe('rssi>-70');
    expect(addTerm('rssi<-40', 'rssi>-70')).toBe('rssi<-40 rssi>-70');
    expect(addTerm('seen<1m seen<2m', 'seen<10s')).toBe('seen<10s');
  });

  it('replaces its own opposite', () => {
    expect(addTerm('kind:ibeacon virtual', '-kind:ibeacon')).toBe('virtual -kind:ibeacon');
    expect(addTerm('not mfr:004c', 'mfr:004c')).toBe('mfr:004c');
  });

  it('goes first where the end of the text would swallow it', () => {
    expect(addTerm('name:"open', 'virtual')).toBe('virtual name:"open');
    expect(addTerm('a or', 'virtual')).toBe('virtual a or');
    expect(addTerm('(a', 'virtual')).toBe('virtual (a');
  });
});

describe('help', () => {
  it('has examples that parse, with every key', () => {
    for (const { key, example, ops, help } of filterKeys()) {
      expect(parseFilter(example).problems).toEqual([]);
      expect(parseFilter(example).terms[0]?.key).toBe(key);
      expect(ops.length).toBeGreaterThan(0);
      expect(help).not.toBe('');
    }
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    'rssi>-70',
    'name~a',
    '"two words"',
    'or',
    'not',
    '-',
    '(',
    ')',
    '"',
    '\\',
    ' ',
    'uuid:180d',
    'data:^01',
    'seen<1',
    'foo:bar',
    'and',
    '\u2212',
    'kind:',
    'a(b',
    ':',
    'virtual',
  );
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(' ')),
    fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
  );

  it('parses, with terms and problems inside the text, in order', () => {
    fc.assert(
      fc.property(text, (filterText) => {
        const filter = parseFilter(filterText);
        expect(typeof filter.matches(subject(), NOW)).toBe('boolean');
        let end = 0;
        for (const { from, to } of filter.terms) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          end = to;
        }
        for (const { from, to, message } of filter.problems) {
          expect(from >= 0 && to > from && to <= filterText.length && message !== '').toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("a term's text parses to that one term again", () => {
    fc.assert(
      fc.property(text, (filterText) => {
        for (const term of parseFilter(filterText).terms) {
          const [again, ...more] = parseFilter(term.text).terms;
          expect(more).toEqual([]);
          expect(again).toEqual({ ...term, from: 0, to: term.text.length });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('the terms of a text mean what the text means', () => {
    fc.assert(
      fc.property(text, fc.boolean(), fc.integer({ min: -100, max: 0 }), (filterText, virtual, rssi) => {
        const one = subject({ virtual, rssi });
        const each = parseFilter(filterText).terms.every((term) => parseFilter(term.text).matches(one, NOW));
        expect(parseFilter(filterText).matches(one, NOW)).toBe(each);
      }),
      { numRuns: 1000 },
    );
  });

  it('removing the terms one after the other leaves none', () => {
    fc.assert(
      fc.property(text, (filterText) => {
        let rest = filterText;
        for (let count = parseFilter(filterText).terms.length; count > 0; count -= 1) {
          rest = removeTerm(rest, 0);
          expect(parseFilter(rest).terms).toHaveLength(count - 1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('a term that was added is in force', () => {
    fc.assert(
      fc.property(text, (filterText) => {
        const { terms } = parseFilter(addTerm(filterText, 'mfr:1234'));
        expect(terms.filter(({ key, value, negated }) => key === 'mfr' && value === '1234' && !negated)).toHaveLength(
          1,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
