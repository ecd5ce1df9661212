/** A whole database as plain data: can be kept, shown and compared. */
export interface GattTree {
  services: GattTreeService[];
}

export interface GattTreeService {
  uuid: string;
  primary: boolean;
  startHandle: number;
  endHandle: number;
  includes: { handle: number; uuid: string; startHandle: number; endHandle: number }[];
  characteristics: GattTreeCharacteristic[];
}

export interface GattTreeCharacteristic {
  uuid: string;
  properties: number;
  declarationHandle: number;
  valueHandle: number;
  endHandle: number;
  descriptors: { uuid: string; handle: number }[];
}
