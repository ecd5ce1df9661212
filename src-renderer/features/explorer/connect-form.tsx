import { Link } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { AddressType } from '../../../src-shared/model/address.js';
import { Button } from '../../components/button.js';
import { Field } from '../../components/field.js';
import { Segmented } from '../../components/segmented.js';
import { checkAddress } from '../../lib/explorer-address.js';
import styles from './connect-form.module.css';
import { connectTo } from './explorer-actions.js';
import { focusElement, offerFocus } from './explorer-focus.js';

/** Address and type of a device that is connected to without having been scanned. */
export function ConnectForm({ primary }: { primary?: boolean }) {
  const [text, setText] = useState('');
  const [type, setType] = useState<AddressType>('random');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => offerFocus('address', () => focusElement(input.current)), []);
  const { address, error, hint } = checkAddress(text, type);
  const shown =
    error !== null && (tried || text.length >= 17) ? error : tried && text === '' ? 'Type an address' : null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (address === null || busy) return;
    setBusy(true);
    try {
      if (await connectTo(address, type, null)) setText('');
    } finally {
      setBusy(false);
      setTried(false);
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <div className={styles.line}>
        <Field
          label="Address"
          mono
          width={176}
          placeholder="c2:00:00:00:00:01"
          value={text}
          onChange={setText}
          error={shown}
          errorElsewhere
          inputRef={input}
        />
        <div className={styles.type}>
          <span className={styles.label}>Type</span>
          <Segmented
            label="Address type"
            options={[
              { id: 'public', label: 'Public' },
              { id: 'random', label: 'Random' },
            ]}
            value={type}
            onChange={setType}
          />
        </div>
        <Button type="submit" icon={Link} variant={primary ? 'primary' : 'default'} busy={busy} className={styles.go}>
          Connect
        </Button>
      </div>
      <p className={shown === null ? styles.hint : styles.error}>
        {shown ?? hint ?? 'The device must be advertising.'}
      </p>
    </form>
  );
}
