import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adItems, changedFields, fieldAt, isLit, tellingFields } from './ad-model.js';

// Flags 06; manufacturer data of 0x0059 with two bytes; two bytes of padding.
const PAYLOAD = Uint8Array.from([2, 1, 6, 5, 0xff, 0x59, 0, 0x25, 0x01, 0, 0]);

describe('payload as lines', () => {
  it('keeps structures and their own bytes together, length and type in front', () => {
    const [flags, manufacturer, padding] = adItems(PAYLOAD);
    expect(flags).toMatchObject({ offset: 0, head: 2, bytes: Uint8Array.from([2, 1, 6]) });
    expect(manufacturer).toMatchObject({ offset: 3, head: 2, bytes: Uint8Array.from([5, 0xff, 0x59, 0, 0x25, 0x01]) });
    expect(padding).toMatchObject({ offset: 9, description: { typeName: 'Padding' } });
  });

  it('shows every byte once, whatever came from the air', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
        const items = adItems(payload);
        const all = items.flatMap((item) => [...item.bytes]);
        expect(all).toEqual([...payload]);
        let at = 0;
        for (const item of items) {
          expect(item.offset).toBe(at);
          at += item.bytes.length;
          for (const field of item.description.fields) {
            expect(field.offset).toBeGreaterThanOrEqual(item.head);
            expect(field.offset + field.length).toBeLessThanOrEqual(item.bytes.length);
          }
        }
      }),
    );
  });

  it('says what is wrong with a structure that is cut off, and with a lone length byte', () => {
    expect(adItems(Uint8Array.from([9, 0xff, 1, 2]))[0]?.description.problem).toContain('length byte 9');
    expect(adItems(Uint8Array.from([2, 1, 6, 7])).at(-1)?.description.problem).toBeDefined();
  });
});

describe('links between fields and bytes', () => {
  const items = adItems(PAYLOAD);
  const manufacturer = items[1];
  if (manufacturer === undefined) throw new Error('no manufacturer data');

  it('finds the field of a byte, and none for length and type', () => {
    expect(fieldAt(manufacturer, 0)).toBeNull();
    expect(fieldAt(manufacturer, 1)).toBeNull();
    const company = fieldAt(manufacturer, 2);
    expect(company).not.toBeNull();
    expect(fieldAt(manufacturer, 3)).toBe(company);
    expect(fieldAt(manufacturer, 4)).not.toBe(company);
  });

  it('lights the contents of a structure, or the bytes of one field', () => {
    const lit = (link: Parameters<typeof isLit>[0]) =>
      [...manufacturer.bytes].map((_, i) => isLit(link, 1, manufacturer, i));
    expect(lit({ item: 1, field: null })).toEqual([false, false, true, true, true, true]);
    expect(lit({ item: 1, field: fieldAt(manufacturer, 2) })).toEqual([false, false, true, true, false, false]);
    expect(lit({ item: 0, field: null })).not.toContain(true);
    expect(lit(null)).not.toContain(true);
  });

  it('names the fields that changed once each', () => {
    const texts = changedFields(items, [7, 8]);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('25 01');
    expect(changedFields(items, [])).toEqual([]);
    expect(changedFields(items, [200])).toEqual([]);
  });

  it('does not repeat in fields what the summary or the bytes say', () => {
    const bytes = Uint8Array.from([6, 0xff, 0x59, 0, 0x25, 0x01, 0x07]);
    const fields = [
      { name: 'Company', value: '0x0059 Nordic Semiconductor ASA', offset: 2, length: 2 },
      { name: 'Data', value: '25 01', offset: 4, length: 2 },
      { name: 'Valve', value: '7', unit: '%', offset: 6, length: 1 },
    ];
    const item = {
      offset: 0,
      bytes,
      head: 2,
      type: 0xff,
      description: { typeName: 'Manufacturer data', summary: ['Nordic Semiconductor ASA'], fields },
    };
    expect(tellingFields(item)).toEqual([2]);
    expect(tellingFields({ ...item, description: { ...item.description, kind: 'iBeacon' } })).toEqual([]);
    expect(tellingFields({ ...item, type: 0x01 })).toEqual([]);
    expect(tellingFields({ ...item, type: 0x01, description: { ...item.description, summary: [] } })).toEqual([0, 2]);
  });
});
