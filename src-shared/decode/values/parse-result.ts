/** The bytes of a text that was typed or pasted, or why it is not understood. */
export type ParseResult<Form> =
  | { ok: true; bytes: Uint8Array; form: Form }
  | {
      ok: false;
      message: string;
      /** Index in the text of what is wrong. */
      at?: number;
    };

/** What is wrong with a text, and where. Thrown inside the parsers of this folder only; they turn it into a result. */
export class ParseProblem extends Error {
  override readonly name = 'ParseProblem';
  constructor(
    message: string,
    readonly at?: number,
  ) {
    super(message);
  }
}

/** A value takes 512 octets and an SDU 65,535: nobody types more. */
export const MOST_BYTES = 65_535;
/** Longer texts are refused before they are read. */
export const LONGEST_INPUT = 8 * MOST_BYTES;

/** Runs a parser; its ParseProblem becomes the result. */
export function parsed<Form>(text: string, parse: () => { bytes: Uint8Array; form: Form }): ParseResult<Form> {
  if (text.length > LONGEST_INPUT) return { ok: false, message: `the text is longer than ${LONGEST_INPUT} characters` };
  try {
    const { bytes, form } = parse();
    if (bytes.length > MOST_BYTES) return { ok: false, message: `${bytes.length} bytes are more than ${MOST_BYTES}` };
    return { ok: true, bytes, form };
  } catch (error) {
    if (!(error instanceof ParseProblem)) throw error;
    return error.at === undefined
      ? { ok: false, message: error.message }
      : { ok: false, message: error.message, at: error.at };
  }
}
