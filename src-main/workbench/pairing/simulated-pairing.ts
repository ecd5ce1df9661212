import type { SimulatedPairing, SimulatedScreen } from '../../../src-shared/model/pairing.js';

/** What the panel needs of the simulated devices that pair. */
export interface SimulatedPairingDevices {
  list(): SimulatedPairing[];
  screens(): SimulatedScreen[];
  /** Presses a button of a display that asks; nothing when it does not ask any more. */
  answer(address: string, same: boolean): void;
  setIo(address: string, io: NonNullable<SimulatedPairing['io']>): void;
  forgetBonds(address: string): Promise<void>;
  /** Reads the bonds anew, for a key store that has been unlocked. */
  reload(): Promise<void>;
  /** Returns the function that stops it. */
  onChange(listener: () => void): () => void;
}

export const NO_SIMULATED_DEVICES: SimulatedPairingDevices = {
  list: () => [],
  screens: () => [],
  answer: () => undefined,
  setIo: () => undefined,
  forgetBonds: async () => undefined,
  reload: async () => undefined,
  onChange: () => () => undefined,
};
