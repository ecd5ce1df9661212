import { Copy, Filter, Link, PanelTop, Star } from 'lucide-react';
import { toHex } from '../../../src-shared/bytes/hex.js';
import type { ScanDetail, ScanRow } from '../../../src-shared/model/scan-row.js';
import { useApp } from '../../app/app-store.js';
import { Button } from '../../components/button.js';
import { IconButton } from '../../components/icon-button.js';
import { Menu, MenuItem, MenuTrigger } from '../../components/menu.js';
import { type Fact, Facts } from '../../components/pane.js';
import { Tag } from '../../components/tag.js';
import { cx } from '../../lib/classes.js';
import {
  addressKindLong,
  addressKindShort,
  deviceKey,
  formatCount,
  formatInterval,
  formatRssi,
  formatTime,
  withSign,
} from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { cellFilter } from './cell-filter.js';
import { connectToRow, NOT_CONNECTABLE } from './connect-row.js';
import styles from './device.module.css';
import { deviceJson } from './device-json.js';
import { addFilter, copyText, toggleFavourite } from './scanner-actions.js';

/** Name, address and what can be done with a device. */
export function DeviceHeader({ row, onOpen }: { row: ScanRow; onOpen?: () => void }) {
  const favourite = useApp((app) => app.settings.favourites.includes(deviceKey(row)));
  const filterTo = () => {
    const terms = cellFilter('address', row, scanStore.numbers(row.id));
    if (terms !== null) void addFilter(terms.include);
  };
  return (
    <div className={styles.title}>
      <div className={styles.names}>
        <h2 className={styles.name} title={row.name ?? undefined}>
          {row.name ?? <span className="dim">no name</span>}
        </h2>
        {row.virtual && <Tag tone="virtual">virtual</Tag>}
        <span className="grow" />
        <span className={styles.address}>
          <span className="mono dim">{row.address}</span>
          <span className="faint" title={addressKindLong(row)}>
            {addressKindShort(row)}
          </span>
        </span>
      </div>
      <div className={styles.actions}>
        <ConnectButton row={row} />
        {onOpen !== undefined && <IconButton icon={PanelTop} label="Open in tab" variant="default" onPress={onOpen} />}
        <Button icon={Filter} onPress={filterTo}>
          Filter to
        </Button>
        <span className="grow" />
        <IconButton
          icon={Star}
          label="Favourite"
          aria-pressed={favourite}
          className={cx(styles.star, favourite && styles.starred)}
          onPress={() => void toggleFavourite(row.id)}
        />
        <CopyMenu row={row} />
      </div>
    </div>
  );
}

/** For what does not accept connections it keeps its place and says why. */
function ConnectButton({ row }: { row: ScanRow }) {
  return (
    <span title={row.connectable ? undefined : NOT_CONNECTABLE}>
      <Button icon={Link} variant="primary" isDisabled={!row.connectable} onPress={() => void connectToRow(row)}>
        Connect
        {!row.connectable && <span className="sr">: {NOT_CONNECTABLE}</span>}
      </Button>
    </span>
  );
}

function CopyMenu({ row }: { row: ScanRow }) {
  const act = (key: string | number) => {
    if (key === 'address') void copyText(row.address, 'Address');
    if (key === 'adv') void copyText(toHex(row.advData, ' '), 'Advertising data');
    if (key === 'resp' && row.respData !== null) void copyText(toHex(row.respData, ' '), 'Scan response');
    if (key === 'json') void copyText(deviceJson(row, scanStore.numbers(row.id)), 'Device as JSON');
  };
  return (
    <MenuTrigger>
      <IconButton icon={Copy} label="Copy" />
      <Menu label="Copy" placement="bottom end" onAction={act}>
        <MenuItem id="address">Address</MenuItem>
        <MenuItem id="adv" isDisabled={row.advData.length === 0}>
          Advertising data in hex
        </MenuItem>
        <MenuItem id="resp" isDisabled={row.respData === null}>
          Scan response in hex
        </MenuItem>
        <MenuItem id="json">Everything as JSON</MenuItem>
      </Menu>
    </MenuTrigger>
  );
}

/** The numbers of a device. Each keeps its place while it changes. */
export function DeviceFacts({
  row,
  detail,
  className,
}: {
  row: ScanRow;
  detail: ScanDetail | undefined;
  className?: string;
}) {
  const numbers = scanStore.numbers(row.id);
  return <Facts facts={facts(row, numbers, detail)} className={className} />;
}

function facts(row: ScanRow, numbers: ReturnType<typeof scanStore.numbers>, detail: ScanDetail | undefined): Fact[] {
  const { rssi, intervalMs, count } = numbers;
  const { rssiMin = null, rssiMax = null, jitterMs = null } = detail ?? {};
  const range = rssiMin === null || rssiMax === null ? null : `${formatRssi(rssiMin)}…${formatRssi(rssiMax)}`;
  const accepts = [row.connectable && 'connect', row.scannable && 'scan'].filter(Boolean).join(', ');
  return [
    {
      label: 'RSSI now, range',
      title: 'dBm; the range is of the last 60 s',
      value: (
        <>
          <span className={styles.now}>{rssi === null ? 'unknown' : formatRssi(rssi)}</span>{' '}
          <span className="faint">{range}</span>
        </>
      ),
    },
    {
      label: 'Interval, jitter',
      title: 'Estimated from the times between packets',
      value:
        intervalMs === null ? (
          <span className="faint">not known yet</span>
        ) : (
          <>
            {intervalMs < 1_000 ? intervalMs.toFixed(1) : formatInterval(intervalMs)}{' '}
            <span className="faint">
              {jitterMs === null ? (intervalMs < 1_000 ? 'ms' : '') : `± ${jitterMs.toFixed(1)} ms`}
            </span>
          </>
        ),
    },
    pathLoss(rssi, row.txPower),
    { label: 'First seen', value: formatTime(row.firstSeen) },
    { label: 'Packets', value: formatCount(count) },
    {
      label: 'Accepts',
      value: accepts === '' ? <span className="faint">nothing</span> : accepts,
      title: accepts === '' ? 'Neither connections nor scan requests' : undefined,
    },
  ];
}

function pathLoss(rssi: number | null, txPower: number | null): Fact {
  const label = 'Path loss, TX';
  if (txPower === null)
    return {
      label,
      value: <span className="faint">TX power not sent</span>,
      title: 'The device does not say how strongly it sends',
    };
  return {
    label,
    title: 'Advertised transmit power less what arrived',
    value: (
      <>
        {rssi === null ? '?' : txPower - rssi} <span className="faint">dB at {withSign(txPower)}</span>
      </>
    ),
  };
}
