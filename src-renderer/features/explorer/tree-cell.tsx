import { Bell, ChevronDown, ChevronRight, CircleX, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { hexNumber } from '../../../src-shared/bytes/hex.js';
import { valueText } from '../../../src-shared/decode/values/value-text.js';
import { cx } from '../../lib/classes.js';
import { shortError } from '../../lib/explorer-errors.js';
import {
  COMES_BACK,
  canNotify,
  descriptorAccess,
  isPending,
  isReadable,
  propertiesOf,
  propertyWords,
  subscriptionOf,
} from '../../lib/explorer-format.js';
import { explorerStore, FLASH_MS, type LinkData, type StoredValue } from '../../lib/explorer-store.js';
import { type Attribute, handleText, shortUuid, type TreeRow } from '../../lib/explorer-tree.js';
import { formatOf, namesOf } from '../../lib/explorer-value.js';
import { formatAge } from '../../lib/scan-format.js';
import { toggle } from './explorer-state.js';
import { INDENT_PX } from './tree-columns.js';
import styles from './tree-view.module.css';

const CLIENT_CONFIGURATION = '2902';
/** ATT errors that speak of security: a lock stands before them. */
const SECURITY_ERRORS: ReadonlySet<number> = new Set([0x05, 0x08, 0x0c, 0x0f]);

/** What a line says in a column. Reads the store: lines are drawn again when their revision moves. */
export function treeCell(link: number, row: TreeRow, column: string): ReactNode {
  const { attribute } = row;
  const data = explorerStore.link(link);
  if (data === undefined) return null;
  switch (column) {
    case 'name':
      return <NameCell link={link} row={row} />;
    case 'handle':
      return <span className="mono dim">{handleText(attribute)}</span>;
    case 'uuid':
      return (
        <span className="mono faint" title={attribute.uuid}>
          {shortUuid(attribute.uuid)}
        </span>
      );
    case 'properties':
    case 'fullProperties':
      return <PropertiesCell attribute={attribute} data={data} full={column === 'fullProperties'} />;
    case 'value':
      return <ValueCell link={link} row={row} data={data} />;
    case 'age': {
      const at = newestAt(attribute, data, row.expanded === false);
      return <span className="faint">{at === null ? '' : formatAge(explorerStore.now() - at)}</span>;
    }
    default:
      return null;
  }
}

function NameCell({ link, row: { attribute, level, expanded } }: { link: number; row: TreeRow }) {
  const { name, title } = namesOf(explorerStore, link);
  const Twist = expanded ? ChevronDown : ChevronRight;
  const text = name(attribute);
  return (
    <span className={styles.name} style={{ paddingLeft: (level - 1) * INDENT_PX }}>
      {expanded === undefined ? (
        <span className={styles.twist} />
      ) : (
        <button
          type="button"
          className={styles.twist}
          // The keys that do this belong to the line.
          tabIndex={-1}
          aria-label={`${expanded ? 'Fold' : 'Open'} ${text}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => toggle(link, attribute.key)}
        >
          <Twist size={14} strokeWidth={2} aria-hidden />
        </button>
      )}
      <span
        className={cx(
          styles.nameText,
          attribute.kind === 'service' && 'strong',
          attribute.kind === 'descriptor' && 'dim',
          attribute.name === null && text.startsWith('Unknown') && styles.unknown,
        )}
        title={attribute.kind === 'service' ? undefined : title(attribute)}
      >
        {text}
      </span>
      {attribute.kind === 'service' && !attribute.service.primary && (
        <span className={styles.secondary}>secondary</span>
      )}
    </span>
  );
}

function PropertiesCell({ attribute, data, full: isFull }: { attribute: Attribute; data: LinkData; full: boolean }) {
  if (attribute.kind === 'descriptor') {
    const access = descriptorAccess(attribute.uuid);
    return (
      <span className={styles.props} title={access === 'unknown' ? 'What it allows shows when it is tried' : undefined}>
        {access === 'write' ? (isFull ? 'read, write' : 'read write') : 'read'}
      </span>
    );
  }
  if (attribute.kind !== 'characteristic') return null;
  const { state } = data;
  const { handle } = attribute;
  const words = propertyWords(propertiesOf(attribute), subscriptionOf(state, handle), isPending(state, handle));
  return (
    <span className={styles.props} title={words.map((word) => word.long).join('\n')}>
      {words.map(({ short, full, on }, i) => {
        const text = isFull ? `${full}${i < words.length - 1 ? ',' : ''}` : short;
        return on === null ? (
          <span key={short}>{text}</span>
        ) : (
          <b key={short} className={on === 'pending' ? styles.pending : undefined}>
            <Bell size={12} strokeWidth={2} aria-hidden />
            {text}
            <span className="sr">{on === 'pending' ? `, ${COMES_BACK}` : ', subscribed'}</span>
          </b>
        );
      })}
    </span>
  );
}

/** How far a value has flashed already: the animation of a line that comes into sight begins there. */
const flashDelay = (value: StoredValue) => explorerStore.now() - value.flashedAt;

function ValueCell({ link, row, data }: { link: number; row: TreeRow; data: LinkData }) {
  const { attribute } = row;
  if (attribute.kind === 'service') {
    const text = row.expanded === false ? foldedText(link, attribute) : '';
    return <span title={text}>{text}</span>;
  }
  if (attribute.kind === 'include') return <span className="mono dim">{includedRange(attribute)}</span>;
  const value = data.values.get(attribute.handle);
  if (value !== undefined && value.error !== null) {
    const Icon = SECURITY_ERRORS.has(value.error.status ?? 0) && value.error.layer === 'att' ? Lock : CircleX;
    return (
      <span className={cx('danger', styles.error)} title={value.error.message}>
        <Icon size={14} strokeWidth={2} aria-hidden />
        <span className={styles.errorText}>{shortError(value.error)}</span>
      </span>
    );
  }
  const configured = attribute.uuid === CLIENT_CONFIGURATION ? configuration(attribute, data) : null;
  if (configured !== null) return configured;
  if (value === undefined || value.count === 0) {
    if (isReadable(attribute)) return null;
    return <span className="faint">{canNotify(attribute) ? 'not received yet' : 'not readable'}</span>;
  }
  const text = valueText(attribute, value.data, formatOf(explorerStore, link, attribute));
  const since = flashDelay(value);
  return (
    <span
      key={value.flashedAt}
      className={since < FLASH_MS ? styles.flash : undefined}
      style={since < FLASH_MS ? { animationDelay: `-${since}ms` } : undefined}
      title={text}
    >
      {text}
    </span>
  );
}

function configuration(attribute: Attribute, data: LinkData): string | null {
  const bits = attribute.parent === null ? 0 : subscriptionOf(data.state, attribute.parent.handle);
  if (bits === 0 || attribute.parent === null || isPending(data.state, attribute.parent.handle)) return null;
  return [bits & 1 && 'notifications', bits & 2 && 'indications'].filter(Boolean).join(', ').concat(' on');
}

function includedRange(attribute: Attribute): string {
  const include = attribute.service.includes.find((entry) => entry.handle === attribute.handle);
  return include === undefined
    ? ''
    : `${hexNumber(include.startHandle, 4)}–${hexNumber(include.endHandle, 4).slice(2)}`;
}

/** The first values of a folded service: often all one wants to know of it. */
function foldedText(link: number, service: Attribute): string {
  const texts: string[] = [];
  for (const child of service.children) {
    const value = child.kind === 'characteristic' ? explorerStore.value(link, child.handle) : undefined;
    if (value === undefined || value.count === 0) continue;
    texts.push(valueText(child, value.data, formatOf(explorerStore, link, child)));
    if (texts.length === 2) break;
  }
  return texts.join(', ');
}

/** When the value, or the newest of a folded line, came. */
export function newestAt(attribute: Attribute, data: LinkData, folded: boolean): number | null {
  const own =
    attribute.kind === 'service' || attribute.kind === 'include' ? undefined : data.values.get(attribute.handle);
  if (attribute.kind !== 'service') return own === undefined || own.count === 0 ? null : own.at;
  if (!folded) return null;
  let newest: number | null = null;
  for (const child of attribute.children) {
    const at = child.kind === 'characteristic' ? newestAt(child, data, false) : null;
    if (at !== null && (newest === null || at > newest)) newest = at;
  }
  return newest;
}

/** Everything a line shows in one text: equal texts mean an equal picture. */
export function rowRevision(row: TreeRow, data: LinkData): string {
  const { attribute, level, expanded } = row;
  const at = newestAt(attribute, data, expanded === false);
  const age = at === null ? '' : formatAge(explorerStore.now() - at);
  const value = attribute.kind === 'service' ? undefined : data.values.get(attribute.handle);
  const flashing = value !== undefined && explorerStore.now() - value.flashedAt < FLASH_MS;
  const owner = attribute.kind === 'descriptor' ? attribute.parent : attribute;
  const bits = owner === null ? 0 : subscriptionOf(data.state, owner.handle);
  return `${level} ${expanded} ${at} ${age} ${value?.revision} ${flashing ? value?.flashedAt : ''} ${bits} ${owner !== null && isPending(data.state, owner.handle)} ${data.wordsRevision}`;
}
