import { useState } from 'react';
import { equalBytes } from '../../../src-shared/bytes/hex.js';
import { parseValue, textOfType, VALUE_TYPES, type ValueType } from '../../../src-shared/decode/values/parse-input.js';
import { Field } from '../../components/field.js';
import { Select } from '../../components/select.js';
import styles from './write-section.module.css';

interface EditorProps {
  bytes: Uint8Array;
  onChange: (bytes: Uint8Array) => void;
}

interface Typed {
  text: string;
  /** The bytes when it was typed: while they are the same, the text stays as it was typed. */
  bytes: Uint8Array;
}

export function TextEditor({ bytes, onChange }: EditorProps) {
  const text = textOfType(bytes, 'utf8');
  return (
    <>
      <textarea
        className={styles.area}
        aria-label="Value to write, as text"
        rows={2}
        spellCheck={false}
        value={text ?? ''}
        onChange={(event) => {
          const result = parseValue(event.target.value, 'utf8');
          if (result.ok) onChange(result.bytes);
        }}
      />
      {text === null && <p className={styles.help}>These bytes are no UTF-8. What is typed here replaces them.</p>}
    </>
  );
}

type NumericId = Exclude<ValueType, 'utf8' | 'hex'>;

const NUMERIC = VALUE_TYPES.filter((type): type is NumericId => type !== 'utf8' && type !== 'hex');

const LABELS: Partial<Record<NumericId, string>> = { sfloat: '11073 SFLOAT', float11073: '11073 FLOAT' };

/** 'int16 LE', 'IEEE float32 BE'. */
const typeLabel = (type: NumericId) =>
  LABELS[type] ??
  `${type.startsWith('float') ? 'IEEE ' : ''}${type.replace(/(le|be)$/, (order) => ` ${order.toUpperCase()}`)}`;

const OPTIONS = NUMERIC.map((id) => ({ id, label: typeLabel(id) }));

/** A type the bytes can be read as, the smallest that takes all of them. */
const likelyType = (length: number): NumericId =>
  (({ 1: 'uint8', 2: 'uint16le', 3: 'uint24le', 4: 'uint32le', 6: 'uint48le', 8: 'uint64le' }) as const)[length] ??
  'uint8';

export function NumberEditor({
  bytes,
  onChange,
  onProblem,
}: EditorProps & { onProblem: (problem: string | null) => void }) {
  const [type, setType] = useState<NumericId>(() => likelyType(bytes.length));
  const [typed, setTyped] = useState<Typed | null>(null);
  const followed = textOfType(bytes, type);
  const isTyped = typed !== null && equalBytes(typed.bytes, bytes);
  const text = isTyped ? typed.text : (followed ?? '');
  const parsed = parseValue(text, type);
  const error = isTyped && !parsed.ok ? parsed.message : null;
  return (
    <>
      <div className={styles.number}>
        <Select
          label="Number type"
          size="md"
          options={OPTIONS}
          value={type}
          onChange={(next) => {
            setTyped(null);
            onProblem(null);
            setType(next);
          }}
        />
        <Field
          label="Value to write, as a number"
          labelHidden
          mono
          value={text}
          error={error}
          errorElsewhere
          onChange={(next) => {
            const result = parseValue(next, type);
            setTyped({ text: next, bytes: result.ok ? result.bytes : bytes });
            if (result.ok) onChange(result.bytes);
            else onProblem(result.message);
          }}
        />
      </div>
      {!isTyped && followed === null && bytes.length > 0 && (
        <p className={styles.help}>
          The value is not made of {typeLabel(type)} alone. What is typed here replaces all of it.
        </p>
      )}
    </>
  );
}
