import { Star } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import { Rssi } from '../../components/rssi.js';
import { Sparkline } from '../../components/sparkline.js';
import { Tag } from '../../components/tag.js';
import {
  addressKindLong,
  addressKindShort,
  deviceTitle,
  formatAge,
  formatInterval,
  formatRate,
} from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { companyText, flagsText, serviceText, withMore } from './cell-text.js';
import { scanView } from './scan-view.js';
import { toggleFavourite } from './scanner-actions.js';
import styles from './scanner-table.module.css';

const SPARK_SECONDS = 60;

/** One cell of the list. Reads the store: rows are drawn again when their revision moves. */
export function scannerCell(id: number, column: string, row: ScanRow): ReactNode {
  const numbers = scanStore.numbers(id);
  switch (column) {
    case 'favourite':
      return <FavouriteStar row={row} />;
    case 'name':
      return <NameCell row={row} />;
    case 'address':
      return (
        <span className="mono" title={`${row.address}, ${row.addressType}`}>
          {row.address}
        </span>
      );
    case 'type':
      return (
        <span className="faint" title={addressKindLong(row)}>
          {addressKindShort(row)}
        </span>
      );
    case 'rssi':
      return (
        <span className={styles.rssi}>
          <Rssi dbm={numbers.rssi} />
        </span>
      );
    case 'spark': {
      const second = Math.floor(scanStore.now() / 1_000);
      return (
        <span className={styles.spark}>
          <Sparkline
            bridge={Math.max(5, Math.ceil(((numbers.intervalMs ?? 0) * 3) / 1_000))}
            samples={scanStore.history(id, SPARK_SECONDS)}
            revision={`${second} ${Math.floor(numbers.lastSeen / 1_000)}`}
          />
        </span>
      );
    }
    case 'rate':
      return formatRate(numbers.rate);
    case 'interval':
      return formatInterval(numbers.intervalMs);
    case 'flags':
      return <FlagsCell row={row} />;
    case 'kind':
      return <span title={row.kinds.join(', ') || undefined}>{withMore(row.kinds)}</span>;
    case 'company':
      return (
        <span title={row.companies.map(companyText).join(', ') || undefined}>
          {withMore(row.companies.map(companyText))}
        </span>
      );
    case 'services':
      return (
        <span className="mono" title={row.services.map(serviceText).join(', ') || undefined}>
          {row.services.map(shortUuid).join(' ')}
        </span>
      );
    case 'seen':
      return formatAge(scanStore.now() - numbers.lastSeen);
    default:
      return null;
  }
}

/** The first part of a long UUID says enough in a list. */
const shortUuid = (uuid: string) => (uuid.length > 8 ? `${uuid.slice(0, 8)}…` : uuid);

function FavouriteStar({ row }: { row: ScanRow }) {
  const favourite = scanView.isFavourite(row);
  return (
    <button
      type="button"
      className={styles.star}
      // The row is where the keys are: F does this from there.
      tabIndex={-1}
      aria-pressed={favourite}
      aria-label={`Favourite ${deviceTitle(row)}`}
      // The focus stays where it is: on the list, if it was there.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => void toggleFavourite(row.id)}
    >
      <Star size={14} strokeWidth={2} aria-hidden="true" fill={favourite ? 'currentColor' : 'none'} />
    </button>
  );
}

function NameCell({ row }: { row: ScanRow }) {
  return (
    <span className={styles.name}>
      {row.name === null || row.name === '' ? (
        <span className="dim">no name</span>
      ) : (
        <span className={styles.nameText} title={nameTitle(row)}>
          {row.name}
          {row.nameSource === 'shortened' && <span className="faint">…</span>}
        </span>
      )}
      {row.virtual && <Tag tone="virtual">virtual</Tag>}
      {row.name !== null && row.nameFrom === 'scan response' && (
        <span className={styles.source} title="The name is in the scan response">
          <span aria-hidden="true">rsp</span>
          <span className="sr">, from the scan response</span>
        </span>
      )}
    </span>
  );
}

function nameTitle(row: ScanRow): string {
  const shortened = row.nameSource === 'shortened' ? ', shortened' : '';
  return `${row.name}${shortened}, from the ${row.nameFrom === 'scan response' ? 'scan response' : 'advertising data'}`;
}

/**
 * C and S keep their places. A passive scan asks nobody for a scan response, so S is left out:
 * what is scannable is told by the words.
 */
function FlagsCell({ row }: { row: ScanRow }) {
  const passive = scanStore.state?.settings.active === false;
  const words = flagsText(row);
  const unasked = passive && row.scannable && row.respData === null;
  return (
    <span className={styles.flags} title={unasked ? `${words}; a passive scan does not ask for scan responses` : words}>
      <span aria-hidden="true">
        <span>{row.connectable ? 'C' : row.directed ? 'D' : ' '}</span>
        <span>{row.scannable && !unasked ? 'S' : ' '}</span>
      </span>
      <span className="sr">{words}</span>
    </span>
  );
}
