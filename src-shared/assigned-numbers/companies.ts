import { COMPANY_NAMES } from './companies.data.js';

/** Core Vol 3 Part C 11 and Assigned Numbers 7: never assigned to a company. */
const INTERNAL_USE = 0xffff;

let names: Map<number, string> | null = null;

/** The company a 16-bit company identifier is assigned to, or null when the built-in list has none. */
export function companyName(id: number): string | null {
  if (id === INTERNAL_USE) return 'Internal use (no company)';
  names ??= readNames(COMPANY_NAMES);
  return names.get(id) ?? null;
}

/** [identifier, name] of every company whose name contains the text, whatever its case. */
export function findCompanies(text: string): [number, string][] {
  names ??= readNames(COMPANY_NAMES);
  const wanted = text.toLowerCase();
  return [...names].filter(([, name]) => name.toLowerCase().includes(wanted));
}

function readNames(list: string): Map<number, string> {
  const map = new Map<number, string>();
  let id = 0;
  for (const line of list.split('\n')) {
    if (/^=[0-9a-f]+$/.test(line)) id = Number.parseInt(line.slice(1), 16);
    else {
      map.set(id, line);
      id += 1;
    }
  }
  return map;
}
