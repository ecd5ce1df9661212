import { useEffect, useState } from 'react';
import { Empty } from '../components/empty.js';
import { ToastRegion } from '../components/toast.js';
import { PromptDialog } from '../features/pairing/prompt-dialog.js';
import { SimulatedScreens } from '../features/pairing/simulated-screens.js';
import { hasBridge } from '../lib/api.js';
import { AddAdapterDialog } from './add-adapter-dialog.js';
import styles from './app.module.css';
import { startApp, useApp } from './app-store.js';
import { listenForKeys } from './commands.js';
import { registerCoreCommands } from './core-commands.js';
import { Palette } from './palette.js';
import { PANELS } from './panels.js';
import { followPaneFocus } from './panes.js';
import { Rail } from './rail.js';
import { ShareDialog } from './share-dialog.js';
import { ShortcutSheet } from './shortcut-sheet.js';
import { StatusBar } from './status-bar.js';
import { applyTheme } from './theme.js';
import { TitleBar } from './title-bar.js';
import { Work } from './work.js';

/** Rather show the system's theme than nothing when the settings do not come. */
const WAIT_FOR_SETTINGS_MS = 500;

export function App() {
  const ready = useReady();
  const theme = useApp((state) => state.settings.theme);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => {
    const stops = [registerCoreCommands(), listenForKeys(), followPaneFocus(), startApp()];
    for (const { start } of PANELS) if (start !== undefined) stops.push(start());
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  if (!hasBridge) {
    return (
      <main>
        <Empty title="This page belongs to the BLE Workbench app">
          It shows what the app's main process tells it, and there is none here. Start the app instead.
        </Empty>
      </main>
    );
  }
  if (!ready) return null;
  return (
    <>
      <div className={styles.app}>
        <TitleBar />
        <Rail />
        <Work />
        <StatusBar />
      </div>
      <Palette />
      <ShortcutSheet />
      <AddAdapterDialog />
      <ShareDialog />
      <PromptDialog />
      <SimulatedScreens />
      <ToastRegion />
    </>
  );
}

/** The first paint waits for the settings, so that it already has the right theme and layout. */
function useReady(): boolean {
  const ready = useApp((state) => state.ready);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), WAIT_FOR_SETTINGS_MS);
    return () => clearTimeout(timer);
  }, []);
  return ready || late;
}
