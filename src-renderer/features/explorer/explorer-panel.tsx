import { Radar } from 'lucide-react';
import { Activity } from 'react';
import { runCommand } from '../../app/commands.js';
import { Button } from '../../components/button.js';
import { Empty } from '../../components/empty.js';
import { ErrorNote } from '../../components/error-note.js';
import { ConnectForm } from './connect-form.js';
import styles from './explorer-panel.module.css';
import { useExplorer } from './explorer-state.js';
import { tabId, tabPanelId } from './link-tabs.js';
import { LinkView } from './link-view.js';
import { useLinks } from './use-explorer-store.js';

/** Every device that was connected to, one in front. Those out of sight keep their place and scroll. */
export function ExplorerPanel() {
  const links = useLinks();
  const active = useExplorer((state) => state.active);
  return (
    <>
      <h1 className="sr">GATT</h1>
      {links.length === 0 && <NoLinks />}
      {links.map((link) => (
        <Activity key={link.id} mode={link.id === active ? 'visible' : 'hidden'}>
          <div className={styles.view} role="tabpanel" id={tabPanelId(link.id)} aria-labelledby={tabId(link.id)}>
            <LinkView id={link.id} />
          </div>
        </Activity>
      ))}
    </>
  );
}

function NoLinks() {
  const failure = useExplorer((state) => state.connectFailure);
  return (
    <div className={styles.empty}>
      {failure !== null && (
        <ErrorNote
          flush
          title={failure.title}
          error={failure.error}
          onDismiss={() => useExplorer.setState({ connectFailure: null })}
        />
      )}
      <Empty
        title="No device is connected"
        actions={
          <div className={styles.choices}>
            <Button icon={Radar} data-pane-focus="" onPress={() => runCommand('panel.scan')}>
              Choose from the scanner
            </Button>
            <p className="faint">In the list, Connect is in the inspector and in the menu of a row. Or by address:</p>
            <ConnectForm primary />
          </div>
        }
      >
        Connect to one to read its services and characteristics by handle, decode what it sends and write to it.
      </Empty>
    </div>
  );
}
