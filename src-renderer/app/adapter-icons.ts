import { Bluetooth, Cable, type LucideIcon, Network, Plug, RadioTower, Usb } from 'lucide-react';
import type { AdapterEntry } from '../../src-shared/ipc/adapters.js';

export const ADAPTER_ICONS: Record<AdapterEntry['kind'], LucideIcon> = {
  virtual: RadioTower,
  unix: Plug,
  tcp: Network,
  serial: Cable,
  usb: Usb,
  hci: Bluetooth,
  native: Bluetooth,
};
