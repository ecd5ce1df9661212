import { Radar } from 'lucide-react';
import { useDeferredValue } from 'react';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import { useTabs } from '../../app/tabs.js';
import { LinkButton } from '../../components/button.js';
import { Empty } from '../../components/empty.js';
import { PaneBody, Section } from '../../components/pane.js';
import { scanStore } from '../../lib/scan-store.js';
import styles from './device.module.css';
import { DeviceFacts, DeviceHeader } from './device-header.js';
import { DevicePayloads, usePacket } from './device-payloads.js';
import { deviceOfTab, openDevice } from './open-device.js';
import { PacketList } from './packet-list.js';
import { useScanStore } from './scan-view.js';
import { useScanner } from './scanner-state.js';
import { useWatch } from './use-watch.js';

/** Packets listed here; a tab shows them all. */
const LISTED = 40;

/** What is known of the device selected in the list; beside a device's tab, the bytes of its packets. */
export function ScannerInspector() {
  const store = useScanStore();
  // Going through the list with the keys must not wait for what is drawn here.
  const selected = useDeferredValue(useScanner((state) => state.selected));
  const tab = useTabs((state) => state.active);
  const inTab = deviceOfTab(tab);
  const id = inTab ?? selected;
  const row = id === null ? undefined : store.row(id);
  if (row === undefined) {
    return (
      <Empty compact icon={Radar} title={inTab === null ? 'No device selected' : 'No longer listed'}>
        {inTab === null ? 'Select one in the list to read what it sends.' : 'The list was cleared since.'}
      </Empty>
    );
  }
  return inTab === null ? <Device key={row.id} row={row} /> : <Packet key={row.id} row={row} />;
}

/** The tab shows the rest. */
function Packet({ row }: { row: ScanRow }) {
  const [packet, setPacket] = usePacket(row.id);
  return (
    <div className={styles.inspector}>
      <PaneBody>
        <DevicePayloads row={row} detail={scanStore.detail(row.id)} packet={packet} onNewest={() => setPacket(null)} />
      </PaneBody>
    </div>
  );
}

function Device({ row }: { row: ScanRow }) {
  const detail = useWatch(row.id);
  const [packet, setPacket] = usePacket(row.id);
  const history = detail?.history ?? [];
  return (
    <div className={styles.inspector}>
      <DeviceHeader row={row} onOpen={() => openDevice(row.id)} />
      <PaneBody>
        <div className={styles.facts}>
          <DeviceFacts row={row} detail={detail} />
        </div>
        <DevicePayloads row={row} detail={detail} packet={packet} onNewest={() => setPacket(null)} />
        <Section title="History" aside={<ChangedLegend />}>
          {history.length === 0 ? (
            <p className="faint">No packets yet.</p>
          ) : (
            <>
              <PacketList history={history.slice(0, LISTED)} selected={packet} onSelect={setPacket} />
              {history.length > LISTED && (
                <LinkButton onPress={() => openDevice(row.id)}>All {history.length} in a tab</LinkButton>
              )}
            </>
          )}
        </Section>
      </PaneBody>
    </div>
  );
}

function ChangedLegend() {
  return (
    <span className={`${styles.legend} faint`}>
      <i aria-hidden="true">25</i> changed since the packet before
    </span>
  );
}
