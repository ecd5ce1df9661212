import { type LucideIcon, Radar, Settings } from 'lucide-react';
import type { ComponentType } from 'react';
import { ScannerInspector } from '../features/scanner/scanner-inspector.js';
import { ScannerPanel } from '../features/scanner/scanner-panel.js';
import { ScannerFocusStatus } from '../features/scanner/scanner-status.js';
import type { PanelId } from './app-store.js';
import { SettingsPanel } from './settings-panel.js';

export interface Panel {
  id: PanelId;
  label: string;
  icon: LucideIcon;
  keys: string;
  /** At the lower end of the rail. */
  bottom?: boolean;
  /** Shows the strip of tabs above its main part. */
  tabs?: boolean;
  Main: ComponentType;
  Inspector?: ComponentType;
  /** Right part of the status bar: what is focused. */
  Focus?: ComponentType;
}

export const PANELS: readonly Panel[] = [
  {
    id: 'scan',
    label: 'Scan',
    icon: Radar,
    keys: 'Mod+1',
    tabs: true,
    Main: ScannerPanel,
    Inspector: ScannerInspector,
    Focus: ScannerFocusStatus,
  },
  { id: 'settings', label: 'Settings', icon: Settings, keys: 'Mod+,', bottom: true, Main: SettingsPanel },
];
