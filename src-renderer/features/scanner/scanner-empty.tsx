import { ListX, Radar, SearchX } from 'lucide-react';
import { removeTerm } from '../../../src-shared/filter/filter.js';
import { useApp } from '../../app/app-store.js';
import { Button, LinkButton } from '../../components/button.js';
import { Empty } from '../../components/empty.js';
import { formatTime, plural } from '../../lib/scan-format.js';
import { scanStore } from '../../lib/scan-store.js';
import { type ScanViewSnapshot, wholeFilter } from './scan-view.js';
import { clearBaseline, setFilter, startScan } from './scanner-actions.js';
import { useScanner } from './scanner-state.js';
import styles from './scanner-table.module.css';

/** In place of rows: why there are none and what to do about it. */
export function ScannerEmpty({ view }: { view: ScanViewSnapshot }) {
  return <div className={styles.empty}>{emptyReason(view)}</div>;
}

function emptyReason({ counts, blocked }: ScanViewSnapshot) {
  const { state } = scanStore;
  if (state === null) return null;
  if (counts.total === 0) return state.running ? <Listening active={state.settings.active} /> : <NotScanning />;
  if (counts.total === counts.inBaseline) return <AllInBaseline count={counts.inBaseline} />;
  if (blocked !== null) return <Blocked view={{ blocked }} />;
  return (
    <Empty
      compact
      icon={SearchX}
      title="No device matches the filter"
      actions={<LinkButton onPress={() => clearFilter()}>Clear the filter</LinkButton>}
    >
      {plural(counts.total - counts.inBaseline, 'device was', 'devices were')} heard.
    </Empty>
  );
}

function clearFilter() {
  useScanner.setState({ draft: '' });
  void setFilter('');
}

function Blocked({ view: { blocked } }: { view: { blocked: NonNullable<ScanViewSnapshot['blocked']> } }) {
  const remove = () => {
    const { filter } = useApp.getState().settings;
    const { draft } = useScanner.getState();
    // The term may stand in what is being typed; what is left of both becomes the filter.
    useScanner.setState({ draft: '' });
    void setFilter(removeTerm(wholeFilter(filter, draft), blocked.index));
  };
  return (
    <Empty
      compact
      icon={SearchX}
      title={`No device matches ${blocked.term.text}`}
      actions={<LinkButton onPress={remove}>Remove {blocked.term.text}</LinkButton>}
    >
      {plural(blocked.rest, 'device matches', 'devices match')} the rest{blocked.rest === 1 ? '' : ' of the filter'}.
    </Empty>
  );
}

function AllInBaseline({ count }: { count: number }) {
  const baselineAt = useScanner((state) => state.baselineAt);
  return (
    <Empty
      compact
      icon={ListX}
      title="Nothing new since the baseline"
      actions={<LinkButton onPress={clearBaseline}>Show {count === 1 ? 'it' : `the ${count}`} again</LinkButton>}
    >
      {plural(count, 'device was', 'devices were')} seen before {formatTime(baselineAt ?? 0)}.
    </Empty>
  );
}

function Listening({ active }: { active: boolean }) {
  return (
    <Empty compact icon={Radar} title="Listening">
      Nothing heard yet.{' '}
      {active
        ? 'Devices that advertise are listed here as they are heard.'
        : 'A passive scan sends nothing and only listens; scan responses are not asked for.'}
    </Empty>
  );
}

function NotScanning() {
  const working = useScanner((state) => state.working);
  return (
    <Empty
      compact
      icon={Radar}
      title="Not scanning"
      actions={
        <Button size="sm" busy={working === 'start'} onPress={() => void startScan()}>
          Start scanning
        </Button>
      }
    >
      Devices that advertise are listed here.
    </Empty>
  );
}
