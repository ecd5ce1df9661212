/** The part of @abandonware/noble that the native engine uses. Its HCI, macOS and Windows bindings all offer it. */
export interface NobleLike {
  readonly state: string;
  readonly address: string;
  startScanning(serviceUuids: string[], allowDuplicates: boolean, callback: (error: Error | null) => void): void;
  stopScanning(callback?: () => void): void;
  on(event: 'discover', listener: (peripheral: NoblePeripheral) => void): this;
  on(event: 'stateChange', listener: (state: string) => void): this;
  on(event: 'scanStop' | 'warning', listener: () => void): this;
  off(event: string, listener: (...args: never[]) => void): this;
}

export interface NoblePeripheral {
  readonly id: string;
  readonly address: string;
  readonly addressType: string;
  readonly connectable: boolean;
  readonly scannable?: boolean;
  readonly rssi: number;
  readonly state: string;
  readonly advertisement: NobleAdvertisement;
  connect(parameters?: object): void;
  cancelConnect(): void;
  disconnect(): void;
  updateRssi(): void;
  on(event: 'connect', listener: (error?: unknown) => void): this;
  on(event: 'disconnect', listener: (reason?: unknown) => void): this;
  on(event: 'rssiUpdate', listener: (rssi: number) => void): this;
  off(event: string, listener: (...args: never[]) => void): this;
}

export interface NobleAdvertisement {
  localName?: string;
  txPowerLevel?: number;
  manufacturerData?: Uint8Array;
  serviceData?: { uuid: string; data: Uint8Array }[];
  serviceUuids?: string[];
}
