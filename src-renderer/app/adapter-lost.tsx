import { RefreshCw, Unplug } from 'lucide-react';
import { Button } from '../components/button.js';
import { Note } from '../components/note.js';
import { errorCodeLine } from '../lib/error-text.js';
import { selectAdapter, setAdapterPicker, useApp } from './app-store.js';

/** An adapter that went away is said in place; what was received stays. */
export function AdapterLost() {
  const current = useApp((state) => state.adapters?.current);
  const selecting = useApp((state) => state.selecting);
  if (!current || (current.state !== 'lost' && current.state !== 'failed')) return null;
  const title = current.state === 'lost' ? `${current.label} is gone.` : `${current.label} did not open.`;
  return (
    <Note
      level="warning"
      icon={Unplug}
      flush
      role="alert"
      actions={
        <>
          <Button
            size="sm"
            icon={RefreshCw}
            busy={selecting === current.spec}
            onPress={() => void reopen(current.spec)}
          >
            Open again
          </Button>
          <Button size="sm" variant="ghost" onPress={() => setAdapterPicker(true)}>
            Choose another
          </Button>
        </>
      }
    >
      <span className="strong">{title}</span>{' '}
      {current.error && (
        <>
          <span className="mono">{errorCodeLine(current.error)}</span>. {asSentence(current.error.message)}
          {current.error.fix && <span className="dim"> {current.error.fix}</span>}
        </>
      )}{' '}
      What was received stays.
    </Note>
  );
}

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

async function reopen(spec: string): Promise<void> {
  if (!(await selectAdapter(spec))) setAdapterPicker(true);
}
