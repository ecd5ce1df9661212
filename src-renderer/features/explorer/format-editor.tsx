import { type FormEvent, useState } from 'react';
import { userDecoder } from '../../../src-shared/decode/values/value-text.js';
import { Button, LinkButton } from '../../components/button.js';
import { Field } from '../../components/field.js';
import { explorerStore } from '../../lib/explorer-store.js';
import type { Attribute } from '../../lib/explorer-tree.js';
import styles from './format-editor.module.css';
import { chooseForUuid } from './value-choice.js';

interface FormatEditorProps {
  attribute: Attribute;
  /** A format of the SIG's or the device's is known: the own one is offered quietly. */
  known: boolean;
  data: Uint8Array;
}

/** The format of a value in the user's own words; holds for every value of this UUID. */
export function FormatEditor({ attribute, known, data }: FormatEditorProps) {
  const saved = explorerStore.userFormat(attribute.uuid) ?? '';
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(saved);
  if (known && saved === '') return null;
  if (!open)
    return (
      <LinkButton
        onPress={() => {
          setText(saved);
          setOpen(true);
        }}
      >
        {saved === '' ? 'Describe its format…' : 'Edit the format…'}
      </LinkButton>
    );
  const compiled = text.trim() === '' ? null : userDecoder(text.trim());
  const error = compiled !== null && !compiled.ok ? compiled.message : null;
  const preview = compiled?.ok ? compiled.decode(data) : null;
  const close = (next: string) => {
    chooseForUuid(attribute.uuid, { format: next === '' ? undefined : next });
    setOpen(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (error === null) close(text.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field
        label="Format of this value"
        mono
        value={text}
        onChange={setText}
        error={error}
        placeholder="temp:int16le*0.01 °C, mode:uint8"
        help={
          preview === null
            ? 'Fields with name:type, apart by commas; *factor, unit, bits(…) and enum(…) may follow.'
            : `${preview.summary}${preview.problem === undefined ? '' : ` (${preview.problem})`}`
        }
        autoFocus
      />
      <div className={styles.actions}>
        <Button size="sm" type="submit" isDisabled={error !== null}>
          Use
        </Button>
        {saved !== '' && (
          <Button size="sm" variant="ghost" onPress={() => close('')}>
            Remove
          </Button>
        )}
        <Button size="sm" variant="ghost" onPress={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
