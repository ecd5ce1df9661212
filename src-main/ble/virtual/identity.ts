/** What every virtual controller says of itself. */

/** Core 5.4; company 0xFFFF stands for none (Assigned Numbers 7.1). */
export const VERSION = { core: 0x0d, revision: 0x0001, company: 0xffff } as const;

/** LMP features page 0, Vol 2 Part C 3.3: LE supported, BR/EDR not supported. */
export const LMP_FEATURES = Uint8Array.of(0, 0, 0, 0, 0x60, 0, 0, 0);

/**
 * LE features, Vol 6 Part B 4.6: LE Encryption (0), Connection Parameters Request Procedure (1), Extended Reject Indication (2),
 * Peripheral-initiated Features Exchange (3), Data Packet Length Extension (5), LL Privacy (6), LE 2M PHY (8).
 */
export const LE_FEATURES = Uint8Array.of(0x6f, 0x01, 0, 0, 0, 0, 0, 0);

/** LE states, Vol 4 Part E 7.8.27: all 42 combinations of legacy states. */
export const LE_STATES = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0x03, 0, 0);
