/** Default time of one GATT operation as a whole. */
export const GATT_MS = 30_000;
/** Default time of an MTU exchange. */
export const MTU_EXCHANGE_MS = 5_000;
/** Largest ATT MTU: a whole value of 512 bytes with its prepare-write header, Core Vol 3 Part F 3.2.9. */
export const MAX_MTU = 517;
