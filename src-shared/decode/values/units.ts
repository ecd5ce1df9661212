import { hexNumber } from '../../bytes/hex.js';
import { UNITS } from './units.data.js';

interface Unit {
  symbol: string;
  name: string;
}

let units: Map<number, Unit> | undefined;

function unit(number: number): Unit | undefined {
  units ??= new Map(
    UNITS.split('\n').map((entry) => {
      const [hex = '', symbol = '', ...name] = entry.split(' ');
      return [Number.parseInt(hex, 16), { symbol: symbol === '.' ? '' : symbol, name: name.join(' ') }];
    }),
  );
  return units.get(number);
}

/** 'Celsius temperature (degree Celsius)' for 0x272f; the number in hex when the built-in list has none. */
export const unitName = (number: number): string => unit(number)?.name ?? hexNumber(number, 4);

/** '°C' for 0x272f; empty for 0x2700 (unitless), the number in hex when the built-in list has none. */
export const unitSymbol = (number: number): string => unit(number)?.symbol ?? hexNumber(number, 4);

/** [number, symbol, name] of every unit, for pickers. */
export function knownUnits(): [number, string, string][] {
  unit(0);
  return [...(units ?? [])].map(([number, { symbol, name }]) => [number, symbol, name]);
}
