import { type FormEvent, useState } from 'react';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { ErrorNote } from '../../components/error-note.js';
import { Field } from '../../components/field.js';
import { toErrorInfo } from '../../lib/error-text.js';
import { formatMicros, formatMillis } from '../../lib/explorer-format.js';
import { checkParameters, type ParameterText } from '../../lib/explorer-parameters.js';
import { updateParameters } from './explorer-actions.js';
import styles from './link-editors.module.css';

interface ParameterEditorProps {
  state: LinkState;
  onDone: () => void;
  /** Field that has the focus first. */
  first: keyof ParameterText;
}

const textOf = ({ parameters }: LinkState): ParameterText =>
  parameters === null
    ? { minMs: '30', maxMs: '50', latency: '0', timeoutMs: '4000' }
    : {
        minMs: String(parameters.intervalUs / 1_000),
        maxMs: String(parameters.intervalUs / 1_000),
        latency: String(parameters.latency),
        timeoutMs: String(parameters.supervisionTimeoutMs),
      };

/** Asks for other connection parameters, within the limits of the specification. */
export function ParameterEditor({ state, onDone, first }: ParameterEditorProps) {
  const [text, setText] = useState(() => textOf(state));
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const { request, errors } = checkParameters(text);
  const { parameters } = state;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (request === null || busy) return;
    setBusy(true);
    setDone(false);
    setError(null);
    try {
      await updateParameters({ link: state.id, ...request });
      setDone(true);
    } catch (failure) {
      setError(toErrorInfo(failure, 'update connection parameters'));
    } finally {
      setBusy(false);
    }
  };
  const field = (key: keyof ParameterText, label: string, unit: string) => (
    <Field
      label={label}
      unit={unit}
      value={text[key]}
      onChange={(value) => setText((before) => ({ ...before, [key]: value }))}
      error={errors[key]}
      autoFocus={key === first}
    />
  );
  return (
    <form className={styles.editor} onSubmit={(event) => void submit(event)} noValidate>
      <h2 className={styles.title}>Connection parameters</h2>
      <div className={styles.line}>
        {field('minMs', 'Shortest interval', 'ms')}
        {field('maxMs', 'Longest interval', 'ms')}
        {field('latency', 'Latency', 'events')}
        {field('timeoutMs', 'Supervision timeout', 'ms')}
      </div>
      <p className={styles.help}>
        {parameters !== null &&
          `Now ${formatMicros(parameters.intervalUs)}, latency ${parameters.latency}, timeout ${formatMillis(parameters.supervisionTimeoutMs)}. `}
        The controller chooses an interval between both. The latency is how many events the device may sleep through.
      </p>
      {error !== null && <ErrorNote title="The parameters were not updated" error={error} />}
      <div className={styles.actions}>
        <span className={styles.done} role="status">
          {done && parameters !== null ? `In use: ${formatMicros(parameters.intervalUs)}` : ''}
        </span>
        <Button onPress={onDone}>Close</Button>
        <Button type="submit" variant="primary" isDisabled={request === null} busy={busy}>
          Update
        </Button>
      </div>
    </form>
  );
}
