import { Copy, Minus, Moon, PanelRight, Search, Square, Sun, SunMoon, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { themeSchema } from '../../src-shared/ipc/app.js';
import { IconButton } from '../components/icon-button.js';
import { Kbd } from '../components/kbd.js';
import { Menu, MenuItem, MenuTrigger } from '../components/menu.js';
import { api } from '../lib/api.js';
import { cx } from '../lib/classes.js';
import { toErrorInfo } from '../lib/error-text.js';
import { ariaKeys } from '../lib/keys.js';
import { isMac } from '../lib/platform.js';
import { toast } from '../lib/toasts.js';
import { AdapterPicker } from './adapter-picker.js';
import { setTheme, useApp } from './app-store.js';
import { runCommand } from './commands.js';
import { PANELS } from './panels.js';
import styles from './title-bar.module.css';

export function TitleBar() {
  const platform = useApp((state) => state.info?.platform);
  const fullscreen = useApp((state) => state.window.fullscreen);
  const panel = useApp((state) => state.panel);
  const inspectorOpen = useApp((state) => state.settings.inspectorOpen);
  const mac = platform === 'darwin' || (platform === undefined && isMac);
  const hasInspector = PANELS.some((entry) => entry.id === panel && entry.Inspector);
  return (
    <header className={cx(styles.titlebar, mac && !fullscreen && styles.mac)} data-pane="titlebar">
      <div className={styles.part}>
        <AdapterPicker />
      </div>
      <div className={styles.part}>
        <Button
          className={styles.palette ?? ''}
          aria-keyshortcuts={ariaKeys('Mod+K', isMac)}
          onPress={() => runCommand('app.palette')}
        >
          <Search size={14} strokeWidth={2} aria-hidden />
          <span className={styles.paletteText}>Commands, devices, adapters</span>
          <Kbd keys="Mod+K" className={styles.paletteKeys} />
        </Button>
      </div>
      <div className={cx(styles.part, styles.right)}>
        {hasInspector && (
          <IconButton
            icon={PanelRight}
            label={inspectorOpen ? 'Hide the inspector' : 'Show the inspector'}
            keys="Mod+I"
            aria-expanded={inspectorOpen}
            className={styles.inspectorButton}
            onPress={() => runCommand('view.inspector')}
          />
        )}
        <ThemeMenu />
        {!mac && <WindowButtons />}
      </div>
    </header>
  );
}

const THEME_ICONS = { light: Sun, dark: Moon, system: SunMoon } as const;
const THEME_NAMES = { light: 'Light', dark: 'Dark', system: 'As the system' } as const;

function ThemeMenu() {
  const theme = useApp((state) => state.settings.theme);
  return (
    <MenuTrigger>
      <IconButton icon={THEME_ICONS[theme]} label={`Theme: ${THEME_NAMES[theme].toLowerCase()}`} />
      <Menu
        label="Theme"
        placement="bottom end"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[theme]}
        onSelectionChange={(keys) => {
          const chosen = themeSchema.safeParse([...keys][0]);
          if (chosen.success) void setTheme(chosen.data);
        }}
      >
        {themeSchema.options.map((id) => (
          <MenuItem key={id} id={id} icon={THEME_ICONS[id]}>
            {THEME_NAMES[id]}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}

type WindowAction = 'minimize' | 'maximize' | 'close';

/** Drawn by us where the system draws none. They stay alive under a dialog. */
function WindowButtons() {
  const maximized = useApp((state) => state.window.maximized);
  const act = (action: WindowAction) => () => {
    api.app
      .window({ action })
      .catch((error: unknown) =>
        toast({ level: 'error', title: `Could not ${action} the window`, text: toErrorInfo(error, action).message }),
      );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: as those of a system, these buttons leave the focus where it is when pressed by mouse
    <div className={styles.window} data-react-aria-top-layer="true" onMouseDown={(event) => event.preventDefault()}>
      <button type="button" aria-label="Minimise" onClick={act('minimize')}>
        <Minus size={16} strokeWidth={1.5} aria-hidden />
      </button>
      <button type="button" aria-label={maximized ? 'Restore' : 'Maximise'} onClick={act('maximize')}>
        {maximized ? (
          <Copy size={14} strokeWidth={1.5} aria-hidden className={styles.flip} />
        ) : (
          <Square size={14} strokeWidth={1.5} aria-hidden />
        )}
      </button>
      <button type="button" aria-label="Close" className={styles.close} onClick={act('close')}>
        <X size={16} strokeWidth={1.5} aria-hidden />
      </button>
    </div>
  );
}
