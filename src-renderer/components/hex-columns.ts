/** Bytes in a row of the hex views. */
export const HEX_COLUMNS = 8;
