import { APPEARANCE_NAMES } from './appearances.data.js';

interface Category {
  name: string;
  subcategories: Map<number, string>;
}

let categories: Map<number, Category> | null = null;

/**
 * 'Thermometer: Ear thermometer' for 0x0301, 'Thermometer' for 0x0300. A subcategory that is not known gives
 * 'Thermometer, subcategory 9'; null when the category (the upper 10 bits) is not known either.
 */
export function appearanceName(value: number): string | null {
  categories ??= readCategories(APPEARANCE_NAMES);
  const category = categories.get(value >> 6);
  if (category === undefined) return null;
  const subcategory = value & 0x3f;
  if (subcategory === 0) return category.name;
  const name = category.subcategories.get(subcategory);
  return name === undefined ? `${category.name}, subcategory ${subcategory}` : `${category.name}: ${name}`;
}

/** [value, name] of every appearance known, for pickers. */
export function knownAppearances(): [number, string][] {
  categories ??= readCategories(APPEARANCE_NAMES);
  return [...categories].flatMap(([number, { name, subcategories }]) => [
    [number << 6, name] as [number, string],
    ...[...subcategories].map(([sub, text]) => [(number << 6) | sub, `${name}: ${text}`] as [number, string]),
  ]);
}

function readCategories(text: string): Map<number, Category> {
  const map = new Map<number, Category>();
  for (const line of text.trim().split('\n')) {
    const [, hex = '', name = '', list = ''] = /^([0-9a-f]{3}) ([^:]+)(?:: (.*))?$/.exec(line) ?? [];
    const subcategories = new Map(
      list
        .split(' | ')
        .map((entry, i) => [i + 1, entry] as const)
        .filter(([, entry]) => entry !== '' && entry !== '-'),
    );
    map.set(Number.parseInt(hex, 16), { name, subcategories });
  }
  return map;
}
