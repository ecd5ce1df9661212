import type { FieldWalker } from './field-walker.js';

/** Reads the fields of one AD type and gives its summary lines. What is wrong is set as the walker's problem. */
export type Describer = (walker: FieldWalker) => string[];
