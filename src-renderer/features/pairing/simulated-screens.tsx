import type { SimulatedScreen } from '../../../src-shared/model/pairing.js';
import { Button } from '../../components/button.js';
import { Tag } from '../../components/tag.js';
import { answerScreen } from './pairing-actions.js';
import { useKeys } from './pairing-state.js';
import { spaced } from './pairing-words.js';
import styles from './simulated-screens.module.css';

const NONE: readonly SimulatedScreen[] = [];

/** What simulated devices show, in a corner of the window; while a prompt is open it stands in its dialog instead. */
export function SimulatedScreens() {
  const screens = useKeys((state) => state.pairing?.screens ?? NONE);
  const asked = useKeys((state) => state.pairing?.prompts[0]?.peer.address);
  const shown = screens.filter(({ address }) => address !== asked);
  if (shown.length === 0) return null;
  return (
    <aside className={styles.corner} aria-label="Displays of simulated devices">
      {shown.map((screen) => (
        <ScreenCard key={screen.address} screen={screen} />
      ))}
    </aside>
  );
}

/** The display of a simulated device, and its buttons where it has some. */
export function ScreenCard({ screen: { address, name, kind, digits } }: { screen: SimulatedScreen }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: it groups what a device shows; there is no form.
    <div className={styles.card} role="group" aria-label={`Display of ${name}`}>
      <div className={styles.head}>
        <span>{name} shows</span>
        <Tag tone="virtual">virtual</Tag>
      </div>
      <div className={styles.digits}>{spaced(digits)}</div>
      {kind === 'comparison' && (
        <div className={styles.buttons}>
          <Button size="sm" onPress={() => void answerScreen(address, false)}>
            Its “no” button
          </Button>
          <Button size="sm" onPress={() => void answerScreen(address, true)}>
            Its “yes” button
          </Button>
        </div>
      )}
    </div>
  );
}
