/** What this adapter can do. A call for something false rejects at once with 'unsupported'. */
export interface Capabilities {
  passiveScan: boolean;
  activeScan: boolean;
  /** Scan interval and window are honoured rather than the operating system's choice. */
  scanTiming: boolean;
  connect: boolean;
  advertise: boolean;
  /** Advertising and scan response bytes are ours to choose. */
  rawAdvertising: boolean;
  connectionParameters: boolean;
  /** The PHY of a link can be asked for and chosen. */
  phy: boolean;
  readRssi: boolean;
  addressMode: boolean;
  /** Addresses are the devices' own, not identifiers an operating system made up. */
  realAddresses: boolean;
  /** Pairing, bonds and encryption, with a choice of method. */
  pairing: boolean;
  /** Connection-oriented L2CAP channels. */
  l2cap: boolean;
}
