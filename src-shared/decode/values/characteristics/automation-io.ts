import { type DecoderTable, octets, quantity } from '../value-decoder.js';
import type { ValueWalker } from '../value-walker.js';

const STATES = ['inactive', 'active', 'tri-state', 'unknown'];

/** Automation IO Service 1.0 section 3. What an Analog means is in its Presentation Format. */
export const AUTOMATION_IO: DecoderTable = {
  '2a56': { lengths: [1, 512], decode: digital },
  '2a58': quantity('Analog', 'u16'),
  '2a5a': octets('Digital, then analog values'),
};

/** Two bits a signal; how many of the last octet's are signals is in the Number of Digitals descriptor. */
function digital(w: ValueWalker): string {
  const states: string[] = [];
  while (w.remaining > 0 && w.problem === undefined) {
    const first = states.length;
    const value = w.code(`Digitals ${first} to ${first + 3}`, 'u8');
    if (value === null) break;
    for (let i = 0; i < 4; i += 1) {
      const state = STATES[(value >> (2 * i)) & 3] ?? '';
      w.part(`Digital ${first + i}`, state, 2 * i, 2 * i + 1);
      states.push(state);
    }
  }
  return states.join(', ');
}
