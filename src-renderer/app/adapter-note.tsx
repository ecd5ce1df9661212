import { useId, useState } from 'react';
import type { AdapterEntry, AdaptersState, CurrentAdapter } from '../../src-shared/ipc/adapters.js';
import type { AppInfo } from '../../src-shared/ipc/app.js';
import { Button } from '../components/button.js';
import { FixText } from '../components/fix-text.js';
import { Note } from '../components/note.js';
import styles from './adapter-note.module.css';
import { RecipeView } from './add-adapter-dialog.js';
import { dismissNote, openLayer, useApp } from './app-store.js';
import { controllerIndex, recipesFor, systemLimit } from './real-adapter.js';

const VIRTUAL = 'virtual-radio';
const NATIVE = 'native-limits';

/** What the user should know of the adapter in use, until it is dismissed: that it is the virtual one, or what the system allows. */
export function AdapterNote() {
  const adapters = useApp((state) => state.adapters);
  const platform = useApp((state) => state.info?.platform ?? 'other');
  const dismissed = useApp((state) => state.settings.dismissed);
  if (!adapters) return null;
  if (adapters.current.kind === 'native' && adapters.current.state === 'ready' && !dismissed.includes(NATIVE)) {
    return <NativeNote current={adapters.current} platform={platform} />;
  }
  const real = adapters.entries.filter((entry) => entry.kind !== 'virtual' && !entry.added);
  const usable = real.some((entry) => entry.state !== 'unusable');
  if (adapters.current.kind !== 'virtual' || usable || dismissed.includes(VIRTUAL)) return null;
  return <VirtualNote simulated={adapters.simulated} real={real} platform={platform} />;
}

interface VirtualNoteProps {
  simulated: AdaptersState['simulated'];
  /** None of them is usable. */
  real: readonly AdapterEntry[];
  platform: AppInfo['platform'];
}

function VirtualNote({ simulated, real, platform }: VirtualNoteProps) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const devices = `${simulated.length} simulated ${simulated.length === 1 ? 'device' : 'devices'}`;
  return (
    <Note
      flush
      onDismiss={() => void dismissNote(VIRTUAL)}
      actions={
        <Button
          size="sm"
          aria-expanded={open}
          aria-controls={open ? details : undefined}
          onPress={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'Use a real one'}
        </Button>
      }
    >
      <span className="strong">{real.length === 0 ? 'No real adapter:' : 'No usable adapter:'}</span> on the virtual
      radio, with {devices}.
      {open && (
        <div id={details} className={styles.details}>
          {real.map((entry) => (
            <div key={entry.spec}>
              <p>
                <span className="strong">{entry.label}:</span> {entry.why ?? 'not usable'}
              </p>
              {/* The recipe below is the fix of a controller of this machine, with every step. */}
              {entry.fix && entry.kind !== 'hci' && <FixText fix={entry.fix} />}
            </div>
          ))}
          {real.length === 0 && <p className="dim">{systemLimit(platform)}</p>}
          {recipesFor(platform, controllerIndex(real))
            .slice(0, 1)
            .map((recipe) => (
              <RecipeView key={recipe.title} recipe={recipe} />
            ))}
          <div className={styles.actions}>
            <Button size="sm" onPress={() => openLayer('add-adapter')}>
              Add adapter by address…
            </Button>
          </div>
        </div>
      )}
    </Note>
  );
}

/** On an operating system's own stack some things are not ours to choose; better said than found out. */
function NativeNote({ current, platform }: { current: CurrentAdapter; platform: AppInfo['platform'] }) {
  const limits = [
    !current.passiveScan && 'it scans actively only',
    !current.scanTiming && 'it chooses interval and window itself',
    platform === 'darwin' && 'it shows an identifier in place of the address',
    'it hides advertising the system keeps for itself',
  ].filter((limit) => limit !== false);
  return (
    <Note flush onDismiss={() => void dismissNote(NATIVE)}>
      <span className="strong">{current.label} decides some things itself:</span> {limits.join(', ')}.
    </Note>
  );
}
