import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../components/button.js';
import { Checkbox } from '../components/checkbox.js';
import { CopyButton, CopyLine } from '../components/copy-button.js';
import { Segmented } from '../components/segmented.js';
import { setTheme, updateSettings, useApp } from './app-store.js';
import { runCommand } from './commands.js';
import styles from './settings-panel.module.css';

const THEMES = [
  { id: 'light', label: 'Light', icon: Sun },
  { id: 'dark', label: 'Dark', icon: Moon },
  { id: 'system', label: 'As the system', icon: Monitor },
] as const;

export function SettingsPanel() {
  const settings = useApp((state) => state.settings);
  const info = useApp((state) => state.info);
  const dismissed = settings.dismissed.length;
  return (
    <div className={styles.panel}>
      <h1 className={styles.title}>Settings</h1>
      <Group title="Appearance">
        <Row label="Theme">
          <Segmented label="Theme" options={THEMES} value={settings.theme} onChange={(theme) => void setTheme(theme)} />
        </Row>
        <Row label="Inspector" help="Drag its left edge, or move it with the arrow keys.">
          <Button
            isDisabled={settings.inspectorWidth === null}
            onPress={() => void updateSettings({ inspectorWidth: null })}
          >
            Reset its width
          </Button>
          <span className="faint">
            {settings.inspectorWidth === null ? 'as designed' : `${Math.round(settings.inspectorWidth)} px`}
          </span>
        </Row>
      </Group>
      <Group title="Scanner">
        <Row label="At start">
          <Checkbox isSelected={settings.scanOnStart} onChange={(scanOnStart) => void updateSettings({ scanOnStart })}>
            Start scanning when the app opens
          </Checkbox>
        </Row>
      </Group>
      <Group title="App">
        <Row
          label="Profile folder"
          help="Settings and the log. Start with --profile DIR for another one, so that two windows can run at a time."
        >
          {info && <CopyLine text={info.profile} label="Copy path" className={styles.path} />}
        </Row>
        <Row label="Notes" help="Notes you dismissed come back.">
          <Button isDisabled={dismissed === 0} onPress={() => void updateSettings({ dismissed: [] })}>
            Show dismissed notes again
          </Button>
          <span className="faint">{dismissed === 0 ? 'none dismissed' : `${dismissed} dismissed`}</span>
        </Row>
        <Row label="Keyboard">
          <Button onPress={() => void runCommand('app.shortcuts')}>Show shortcuts</Button>
        </Row>
      </Group>
      {info && (
        <Group title="About">
          <Row label="BLE Workbench">
            <span>{info.version}</span>
          </Row>
          <Row label="Running on">
            <span>
              Electron {info.electron}, Chrome {info.chrome}, Node {info.node}, {PLATFORMS[info.platform]}
            </span>
            <CopyButton
              size="sm"
              label="Copy versions"
              text={`BLE Workbench ${info.version}, Electron ${info.electron}, Chrome ${info.chrome}, Node ${info.node}, ${info.platform}`}
            />
          </Row>
          <Row label="Licence">
            <span>MIT</span>
          </Row>
        </Group>
      )}
    </div>
  );
}

const PLATFORMS = { linux: 'Linux', darwin: 'macOS', win32: 'Windows', other: 'another system' } as const;

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h2>{title}</h2>
      <div>{children}</div>
    </section>
  );
}

function Row({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <div>
        <div className={styles.control}>{children}</div>
        {help && <p className={styles.help}>{help}</p>}
      </div>
    </div>
  );
}
