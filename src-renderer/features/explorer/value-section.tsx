import { CircleAlert } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { toHex } from '../../../src-shared/bytes/hex.js';
import { printable } from '../../../src-shared/decode/values/decoded-value.js';
import { bitsView, textView } from '../../../src-shared/decode/values/numbers.js';
import { decodeAttribute } from '../../../src-shared/decode/values/value-text.js';
import type { ValueChoice } from '../../../src-shared/ipc/app.js';
import type { HistoryEntry } from '../../../src-shared/model/link.js';
import { LinkButton } from '../../components/button.js';
import { CopyButton } from '../../components/copy-button.js';
import { HexView } from '../../components/hex-view.js';
import { Section } from '../../components/pane.js';
import { Segmented } from '../../components/segmented.js';
import type { Attribute } from '../../lib/explorer-tree.js';
import { fieldMarks, fieldOfByte } from '../../lib/explorer-value.js';
import { formatTime } from '../../lib/scan-format.js';
import { FieldList } from './field-list.js';
import { FormatEditor } from './format-editor.js';
import { NumberTable, QuickNumbers } from './number-table.js';
import { chooseForUuid, useValueChoice } from './value-choice.js';
import styles from './value-section.module.css';

type ValueViewId = NonNullable<ValueChoice['view']>;

const VIEWS: readonly { id: ValueViewId; label: string }[] = [
  { id: 'fields', label: 'Fields' },
  { id: 'integers', label: 'Integers' },
  { id: 'floats', label: 'Floats' },
  { id: 'text', label: 'UTF-8' },
  { id: 'bits', label: 'Bits' },
];

interface ValueSectionProps {
  attribute: Attribute;
  /** null: nothing was received. */
  data: Uint8Array | null;
  presentation: Uint8Array | null;
  user: string | undefined;
  /** Moves with the value: the section is drawn again only then. */
  revision: string;
  /** A value of the history that is looked at instead of the newest. */
  picked: HistoryEntry | null;
  onNewest: () => void;
  /** Why there is no value. */
  empty: string;
  /** Length and age of the newest value, in words. */
  age: string;
}

/** One buffer, many views: bytes above, and below them what they can mean. */
export const ValueSection = memo(
  function ValueSection({ attribute, data, presentation, user, picked, onNewest, empty, age }: ValueSectionProps) {
    const { view: chosen } = useValueChoice(attribute.uuid);
    return (
      <Section
        title="Value"
        className={styles.section}
        aside={
          data === null ? undefined : (
            <span className={styles.aside}>
              {picked === null ? (
                <span className="faint">{age}</span>
              ) : (
                <>
                  <span>of {formatTime(picked.at, true)}</span>
                  <LinkButton onPress={onNewest}>Newest</LinkButton>
                </>
              )}
              <CopyButton text={toHex(data, ' ')} label={`Copy the ${data.length} bytes in hex`} size="sm" iconOnly />
            </span>
          )
        }
      >
        {data === null ? (
          <p className="faint">{empty}</p>
        ) : (
          <Views attribute={attribute} data={data} presentation={presentation} user={user} chosen={chosen} />
        )}
      </Section>
    );
  },
  (before, after) =>
    before.revision === after.revision &&
    before.age === after.age &&
    before.user === after.user &&
    before.presentation === after.presentation &&
    before.attribute === after.attribute &&
    before.empty === after.empty,
);

interface ViewsProps {
  attribute: Attribute;
  data: Uint8Array;
  presentation: Uint8Array | null;
  user: string | undefined;
  chosen: ValueViewId | undefined;
}

/** Drawn again with the value, not with its age. */
const Views = memo(function Views({ attribute, data, presentation, user, chosen }: ViewsProps) {
  const decoded = useMemo(
    () => decodeAttribute(attribute, data, { presentation, user }),
    [attribute, data, presentation, user],
  );
  const fields = decoded?.fields ?? [];
  const [offset, setOffset] = useState<number | null>(null);
  const [field, setField] = useState(-1);
  const [hover, setHover] = useState<{ field: number; offset: number | null } | null>(null);
  const view = chosen ?? (decoded === null && textView(data).isValid && data.length > 3 ? 'text' : 'fields');

  const marks = useMemo(() => {
    const grounds = fieldMarks(fields);
    const ofByte = new Array<number>(data.length).fill(0);
    for (const [i, entry] of fields.entries())
      if (entry.bits === undefined) ofByte.fill(grounds[i] ?? 0, entry.offset, entry.offset + entry.length);
    return ofByte;
  }, [fields, data]);
  const pickByte = (index: number) => {
    setOffset(index);
    setField(fieldOfByte(fields, index));
  };
  const pickField = (index: number) => {
    setField(index);
    setOffset(fields[index]?.offset ?? null);
  };
  const litField = fields[hover?.field ?? field];
  const lit =
    litField ??
    (hover !== null && hover.offset !== null
      ? { offset: hover.offset, length: 1 }
      : offset === null
        ? null
        : { offset, length: 1 });
  const start = Math.min(offset ?? 0, Math.max(0, data.length - 1));

  return (
    <>
      <div className={styles.views}>
        <Segmented
          label="View of the value"
          size="sm"
          options={VIEWS}
          value={view}
          onChange={(next) => chooseForUuid(attribute.uuid, { view: next })}
        />
      </div>
      <HexView
        label="Bytes"
        bytes={data}
        marks={marks}
        lit={lit}
        picked={offset}
        onPick={pickByte}
        onHover={(index) => setHover(index === null ? null : { field: fieldOfByte(fields, index), offset: index })}
      />
      {view === 'fields' && (
        <>
          {decoded !== null && decoded.problem !== undefined && (
            <p className={styles.problem}>
              <CircleAlert size={14} strokeWidth={2} aria-hidden />
              <span>Does not fit the format: {decoded.problem}</span>
            </p>
          )}
          {fields.length > 0 ? (
            <FieldList
              fields={fields}
              selected={hover?.field ?? field}
              onSelect={pickField}
              onHover={(index) => setHover(index === null ? null : { field: index, offset: null })}
            />
          ) : (
            data.length > 0 && decoded === null && <p className={styles.none}>No known format.</p>
          )}
          <FormatEditor attribute={attribute} known={decoded !== null && user === undefined} data={data} />
          <QuickNumbers data={data} offset={start} />
        </>
      )}
      {view === 'integers' && <NumberTable data={data} offset={start} kind="integers" />}
      {view === 'floats' && <NumberTable data={data} offset={start} kind="floats" />}
      {view === 'text' && <TextOf data={data} />}
      {view === 'bits' && <BitsOf data={data} />}
    </>
  );
});

function TextOf({ data }: { data: Uint8Array }) {
  const { text, isValid } = textView(data);
  return (
    <>
      <p className={styles.text}>{text === '' ? <span className="faint">empty</span> : printable(text)}</p>
      {!isValid && <p className={styles.none}>Not valid UTF-8: � stands for what is none.</p>}
    </>
  );
}

function BitsOf({ data }: { data: Uint8Array }) {
  return (
    <ol className={styles.bits} aria-label="Bits, most significant first">
      {bitsView(data).map((bits, i) => (
        // A byte is known by its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <li key={i}>
          <span className="faint">{i.toString(16).padStart(2, '0')}</span> {bits}
        </li>
      ))}
    </ol>
  );
}
