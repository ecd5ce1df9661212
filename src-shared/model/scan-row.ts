/** What the scanner panel knows of one advertiser, as it crosses IPC. Fields that change with every report travel in ScanTicks. */
export interface ScanRow {
  /** Small integer, stable while the app lists the device. */
  id: number;
  address: string;
  addressType: 'public' | 'random';
  addressKind: 'public' | 'static' | 'resolvable' | 'non-resolvable' | 'reserved' | 'identifier';
  name: string | null;
  /** Where the name was found. */
  nameSource: 'complete' | 'shortened' | null;
  nameFrom: 'advertising' | 'scan response' | null;
  connectable: boolean;
  scannable: boolean;
  directed: boolean;
  /** PDU type of the newest advertising PDU: 'ADV_IND', … */
  pdu: string;
  /** 'iBeacon', 'Eddystone URL', … */
  kinds: string[];
  companies: { id: number; name: string | null }[];
  /** UUIDs in their shortest form. */
  services: string[];
  appearance: number | null;
  flags: number | null;
  txPower: number | null;
  uri: string | null;
  advData: Uint8Array;
  /** null: none received. */
  respData: Uint8Array | null;
  /** Milliseconds since the epoch. */
  firstSeen: number;
  /** On the virtual radio. */
  virtual: boolean;
}

/** The numbers of many rows in columns: entry i of each array is about row ids[i]. */
export interface ScanTicks {
  ids: Uint32Array;
  /** dBm; 127 = unknown. */
  rssi: Int8Array;
  /** Milliseconds since the epoch. */
  lastSeen: Float64Array;
  /** Reports so far. */
  count: Uint32Array;
  /** Estimated advertising interval in milliseconds; 0 = not known yet. */
  intervalMs: Float32Array;
  /** Advertising events a second over the last seconds. */
  rate: Float32Array;
}

export interface ScanStats {
  /** Reports from the radio since the list was cleared. */
  received: number;
  /** Reports lost because they came faster than they could be handled. */
  dropped: number;
  /** Devices dropped from the list to keep it bounded. */
  evicted: number;
  /** Reports a second now. */
  rate: number;
  identities: number;
}

/** One packet of the selected device's history. Equal packets in a row are one entry with a count. */
export interface ScanHistoryEntry {
  at: number;
  pdu: string;
  rssi: number | null;
  data: Uint8Array;
  /** Offsets of bytes that differ from the packet of this kind before it. */
  changed: number[];
  /** How many equal packets in a row. */
  repeats: number;
}

export interface ScanDetail {
  id: number;
  /** Over the last 60 s, dBm. */
  rssiMin: number | null;
  rssiMax: number | null;
  /** Jitter of the interval, ms. */
  jitterMs: number | null;
  count: number;
  /** Newest first, at most 200. */
  history: ScanHistoryEntry[];
  /** Changed bytes of the newest packets against the ones before. */
  advChanged: number[];
  respChanged: number[];
}
