import { CircleAlert } from 'lucide-react';
import { memo, type ReactNode, useMemo, useState } from 'react';
import { toHex } from '../../../src-shared/bytes/hex.js';
import { ByteCells } from '../../components/bytes.js';
import { CopyButton } from '../../components/copy-button.js';
import { Section } from '../../components/pane.js';
import { cx } from '../../lib/classes.js';
import { type AdItem, type AdLink, adItems, fieldAt, isLit, tellingFields } from './ad-model.js';
import styles from './ad-section.module.css';

/** A legacy advertising PDU holds this many, Core Vol 6 Part B 2.3.1. */
const LEGACY_BYTES = 31;

interface AdSectionProps {
  title: string;
  /** null: none was received. */
  bytes: Uint8Array | null;
  /** Offsets that differ from the packet of this kind before. */
  changed: readonly number[];
  /** PDU type: 'ADV_IND'. */
  pdu: string;
  /** Why there are no bytes. */
  none?: string;
  /** Of an older packet, in place of its type and length: when, and the way back. */
  aside?: ReactNode;
}

/** A payload: its structures left, their own bytes right, each lighting the other. */
export function AdSection({ title, bytes, changed, pdu, none = 'none received', aside }: AdSectionProps) {
  if (bytes === null) {
    return (
      <Section title={title} aside={<span className="faint">{none}</span>}>
        {null}
      </Section>
    );
  }
  return (
    <Section
      title={title}
      aside={
        <span className={styles.aside}>
          {aside ?? (
            <span className="faint">
              {pdu}, {bytes.length}
              {bytes.length <= LEGACY_BYTES && <span className={styles.of}> of {LEGACY_BYTES}</span>} bytes
            </span>
          )}
          {bytes.length > 0 && (
            <CopyButton text={toHex(bytes, ' ')} label={`Copy the ${bytes.length} bytes in hex`} size="sm" iconOnly />
          )}
        </span>
      }
    >
      {bytes.length === 0 ? (
        <p className="faint">Empty.</p>
      ) : (
        <AdList bytes={bytes} hex={toHex(bytes)} changed={changed} changedKey={changed.join(',')} />
      )}
    </Section>
  );
}

interface AdListProps {
  bytes: Uint8Array;
  hex: string;
  changed: readonly number[];
  changedKey: string;
}

/** Drawn again when the bytes change, not with every packet. */
const AdList = memo(
  function AdList({ bytes, hex, changed, changedKey }: AdListProps) {
    // biome-ignore lint/correctness/useExhaustiveDependencies: the hex says whether the bytes are others.
    const items = useMemo(() => adItems(bytes), [hex]);
    // biome-ignore lint/correctness/useExhaustiveDependencies: the key says whether the offsets are others.
    const changedSet = useMemo(() => new Set(changed), [changedKey]);
    const [hover, setHover] = useState<AdLink | null>(null);
    const [focus, setFocus] = useState<AdLink | null>(null);
    const link = hover ?? focus;
    return (
      <ol className={styles.list} onPointerLeave={() => setHover(null)}>
        {items.map((item, index) => (
          <AdRow
            // Structures have no name of their own; their place is what stays.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            key={index}
            index={index}
            item={item}
            link={link}
            changed={changedSet}
            onHover={setHover}
            onFocus={setFocus}
          />
        ))}
      </ol>
    );
  },
  (before, after) => before.hex === after.hex && before.changedKey === after.changedKey,
);

interface AdRowProps {
  index: number;
  item: AdItem;
  link: AdLink | null;
  changed: ReadonlySet<number>;
  onHover: (link: AdLink | null) => void;
  onFocus: (link: AdLink | null) => void;
}

function AdRow({ index, item, link, changed, onHover, onFocus }: AdRowProps) {
  const { typeName, summary, fields, problem } = item.description;
  const [open, setOpen] = useState(false);
  const telling = useMemo(() => tellingFields(item), [item]);
  const shown = open ? fields.map((_, i) => i) : telling.length > FEW ? telling.slice(0, FEW) : telling;
  const hidden = fields.length - shown.length;
  const isOn = link?.item === index;
  const whole = { item: index, field: null };
  return (
    <li className={cx(styles.ad, isOn && styles.on)} onPointerEnter={() => onHover(whole)}>
      <div className={styles.text}>
        <button
          type="button"
          className={styles.type}
          title={typeName}
          aria-expanded={fields.length > telling.length || open ? open : undefined}
          onClick={() => setOpen(!open && fields.length > shown.length)}
          onFocus={() => onFocus(whole)}
          onBlur={() => onFocus(null)}
        >
          {shortTypeName(typeName)}
        </button>
        {summary.map((line) => (
          <div key={line} className={styles.line}>
            {line}
          </div>
        ))}
        {problem !== undefined && (
          <div className={cx(styles.problem, 'danger')}>
            <CircleAlert size={14} strokeWidth={2} aria-hidden="true" />
            <span>{problem}</span>
          </div>
        )}
        {shown.length > 0 && (
          <dl className={styles.fields}>
            {shown.map((i) => (
              <FieldRow
                key={i}
                item={item}
                field={i}
                isOn={isOn && link?.field === i}
                onEnter={() => onHover({ item: index, field: i })}
              />
            ))}
          </dl>
        )}
        {!open && hidden > 0 && telling.length > FEW && (
          <button type="button" className={styles.more} onClick={() => setOpen(true)}>
            {hidden} more
          </button>
        )}
      </div>
      <span className={styles.offset} title={`Offset ${item.offset}`}>
        {item.offset.toString(16).padStart(2, '0')}
      </span>
      <ByteCells
        bytes={item.bytes}
        offset={item.offset}
        onHover={(at) => onHover(at === null ? whole : { item: index, field: fieldAt(item, at) })}
        markOf={(at) => ({
          dimmed: at < item.head,
          changed: changed.has(item.offset + at),
          mark: isLit(link, index, item, at) ? 0 : undefined,
        })}
      />
    </li>
  );
}

/** The specification's names are longer than the pane is wide; the tooltip has them in full. */
function shortTypeName(name: string): string {
  return name
    .replace(/^(Complete|Incomplete) list of (\d+-bit) service UUIDs$/, '$1 $2 UUIDs')
    .replace(/^(Complete|Shortened) local name$/, '$1 name')
    .replace(/^Manufacturer specific data$/, 'Manufacturer data')
    .replace(/^TX power level$/i, 'TX power');
}

/** Fields shown of a structure that is not opened. */
const FEW = 6;
/** Longer values get a line of their own. */
const WIDE_CHARS = 22;

function FieldRow({ item, field, isOn, onEnter }: { item: AdItem; field: number; isOn: boolean; onEnter: () => void }) {
  const entry = item.description.fields[field];
  if (entry === undefined) return null;
  const text = `${entry.value}${entry.unit === undefined ? '' : ` ${entry.unit}`}`;
  return (
    <div
      className={cx(styles.field, text.length > WIDE_CHARS && styles.wide, isOn && styles.fieldOn)}
      onPointerEnter={onEnter}
    >
      <dt>{entry.name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
