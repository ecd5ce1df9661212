import { Fragment } from 'react';
import { Button } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import { ariaKeys } from '../lib/keys.js';
import { isMac } from '../lib/platform.js';
import { useApp } from './app-store.js';
import { runCommand } from './commands.js';
import { PANELS } from './panels.js';
import styles from './rail.module.css';

export function Rail() {
  const panel = useApp((state) => state.panel);
  return (
    <nav className={styles.rail} aria-label="Panels" data-pane="rail">
      {PANELS.map(({ id, label, icon: Icon, keys, bottom }) => (
        <Fragment key={id}>
          {bottom && <span className={styles.push} />}
          <Button
            className={cx(styles.item, panel === id && styles.current)}
            aria-current={panel === id ? 'page' : undefined}
            aria-keyshortcuts={ariaKeys(keys, isMac)}
            onPress={() => runCommand(`panel.${id}`)}
          >
            <Icon size={18} strokeWidth={1.75} aria-hidden />
            {label}
          </Button>
        </Fragment>
      ))}
    </nav>
  );
}
