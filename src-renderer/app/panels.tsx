import { KeyRound, ListTree, type LucideIcon, Radar, Settings } from 'lucide-react';
import type { ComponentType } from 'react';
import { startExplorer } from '../features/explorer/explorer-commands.js';
import { ExplorerInspector } from '../features/explorer/explorer-inspector.js';
import { ExplorerPanel } from '../features/explorer/explorer-panel.js';
import { ExplorerFocusStatus } from '../features/explorer/explorer-status.js';
import { ExplorerHeader } from '../features/explorer/link-header.js';
import { startKeys } from '../features/pairing/keys-commands.js';
import { KeysPanel } from '../features/pairing/keys-panel.js';
import { KeysStatus } from '../features/pairing/keys-status.js';
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
  /** Across main part and inspector. */
  Header?: ComponentType;
  /** Shows the strip of tabs above its main part. */
  tabs?: boolean;
  Main: ComponentType;
  Inspector?: ComponentType;
  /** Right part of the status bar: what is focused. */
  Focus?: ComponentType;
  /** Its commands and what it follows, for as long as the window lives. @returns the end of it. */
  start?: () => () => void;
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
  {
    id: 'gatt',
    label: 'GATT',
    icon: ListTree,
    keys: 'Mod+2',
    Header: ExplorerHeader,
    Main: ExplorerPanel,
    Inspector: ExplorerInspector,
    Focus: ExplorerFocusStatus,
    start: startExplorer,
  },
  { id: 'keys', label: 'Keys', icon: KeyRound, keys: 'Mod+5', Main: KeysPanel, Focus: KeysStatus, start: startKeys },
  { id: 'settings', label: 'Settings', icon: Settings, keys: 'Mod+,', bottom: true, Main: SettingsPanel },
];
