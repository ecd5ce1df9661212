import { describe, expect, it } from 'vitest';
import { characteristicName } from '../../../assigned-numbers/characteristics.js';
import { decodeCharacteristic } from '../characteristic-value.js';
import { fieldLines, hex } from './golden.js';

/** UUID, octets, the summary, and lines the fields must contain. */
export type Golden = readonly [uuid: string, octets: string, summary: string, ...fields: string[]];

/** One test an entry: the summary and the fields, and that nothing is wrong with the value. */
export function goldenTable(title: string, entries: readonly Golden[]): void {
  describe(title, () => {
    it.each(
      entries.map(([uuid, octets, summary, ...fields]) => ({
        uuid,
        octets,
        summary,
        fields,
        name: characteristicName(uuid),
      })),
    )('$name ($uuid) $octets: $summary', ({ uuid, octets, summary, fields }) => {
      const decoded = decodeCharacteristic(uuid, hex(octets));
      expect(decoded?.problem).toBeUndefined();
      expect(decoded?.summary).toBe(summary);
      const lines = fieldLines(decoded);
      for (const field of fields) expect(lines).toContain(field);
    });
  });
}
