import { Bell, Download, ListTree } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { PROPERTY } from '../../../src-shared/assigned-numbers/att.js';
import { hexNumber } from '../../../src-shared/bytes/hex.js';
import type { HistoryEntry } from '../../../src-shared/model/link.js';
import { Button } from '../../components/button.js';
import { Empty } from '../../components/empty.js';
import { ErrorNote } from '../../components/error-note.js';
import { Facts, PaneBody } from '../../components/pane.js';
import { explained, failureTitle } from '../../lib/explorer-errors.js';
import {
  COMES_BACK,
  canNotify,
  isOpen,
  isPending,
  isReadable,
  isWritable,
  propertiesOf,
  subscriptionOf,
} from '../../lib/explorer-format.js';
import { explorerStore, type LinkData } from '../../lib/explorer-store.js';
import type { Attribute } from '../../lib/explorer-tree.js';
import { formatOf, namesOf } from '../../lib/explorer-value.js';
import { formatAge, plural } from '../../lib/scan-format.js';
import { isForSecurity, SecurityFix } from '../pairing/security-fix.js';
import { discover, readAttribute, subscribe } from './explorer-actions.js';
import { focusElement, offerFocus } from './explorer-focus.js';
import styles from './explorer-inspector.module.css';
import { useExplorer } from './explorer-state.js';
import { HistorySection } from './history-section.js';
import { useExplorerStore } from './use-explorer-store.js';
import { useHistory } from './use-history.js';
import { ValueSection } from './value-section.js';
import { WriteSection } from './write-section.js';

/** The line of the tree that is selected: its value in every view, the editor, its history. */
export function ExplorerInspector() {
  const store = useExplorerStore();
  const active = useExplorer((state) => state.active);
  const key = useExplorer((state) => (active === null ? undefined : state.selected[active]));
  const link = active === null ? undefined : store.link(active);
  const attribute = key === undefined ? undefined : link?.tree.byKey.get(key);
  if (active === null || link === undefined || attribute === undefined)
    return (
      <Empty compact icon={ListTree} title="Nothing is selected">
        {link === undefined
          ? 'Connect to a device first.'
          : 'Select a line of the tree to see its value, write to it and follow it.'}
      </Empty>
    );
  const identity = `${active} ${attribute.key}`;
  return attribute.kind === 'characteristic' || attribute.kind === 'descriptor' ? (
    <ValueInspector key={identity} id={active} link={link} attribute={attribute} />
  ) : (
    <ServiceInspector key={identity} id={active} attribute={attribute} />
  );
}

function ServiceInspector({ id, attribute }: { id: number; attribute: Attribute }) {
  const { service, kind } = attribute;
  const include = kind === 'include' ? service.includes.find((entry) => entry.handle === attribute.handle) : undefined;
  return (
    <div className={styles.inspector}>
      <div className={styles.head}>
        <h2 className={styles.name}>{namesOf(explorerStore, id).name(attribute)}</h2>
        <div className={styles.uuid}>{attribute.uuid}</div>
      </div>
      <Facts
        className={styles.facts}
        facts={
          include === undefined
            ? [
                {
                  label: 'Handles',
                  value: <span className="mono">{range(service.startHandle, service.endHandle)}</span>,
                },
                { label: 'Type', value: service.primary ? 'primary' : 'secondary' },
                { label: 'Holds', value: plural(service.characteristics.length, 'characteristic') },
              ]
            : [
                { label: 'Declared at', value: <span className="mono">{hexNumber(include.handle, 4)}</span> },
                {
                  label: 'Its handles',
                  value: <span className="mono">{range(include.startHandle, include.endHandle)}</span>,
                },
                { label: 'Type', value: 'included' },
              ]
        }
      />
    </div>
  );
}

const range = (from: number, to: number) => `${hexNumber(from, 4)}–${hexNumber(to, 4).slice(2)}`;

function ValueInspector({ id, link, attribute }: { id: number; link: LinkData; attribute: Attribute }) {
  const box = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<HistoryEntry | null>(null);
  const history = useHistory(id, attribute.handle);
  useEffect(
    () =>
      offerFocus('inspector', () => focusElement(box.current?.querySelector<HTMLElement>('[role="listbox"], button'))),
    [],
  );
  const stored = link.values.get(attribute.handle);
  const value = stored === undefined || stored.count === 0 ? null : stored;
  const error = stored?.error ?? null;
  const names = namesOf(explorerStore, id);
  const format = formatOf(explorerStore, id, attribute);
  const shown = picked?.data ?? value?.data ?? null;
  const stale = error?.status === 0x01 || error?.status === 0x0a || error?.status === 0x12;
  return (
    <div className={styles.inspector} ref={box}>
      <div className={styles.head}>
        <div className={styles.titleLine}>
          <h2 className={styles.name} title={names.title(attribute)}>
            {names.name(attribute)}
          </h2>
          <span className="grow" />
          <Actions id={id} link={link} attribute={attribute} />
        </div>
        <div className={styles.uuid}>
          {hexNumber(attribute.handle, 4)} <span className="faint">{attribute.uuid}</span>
        </div>
        {isPending(link.state, attribute.handle) && <p className={styles.pending}>{COMES_BACK}.</p>}
      </div>
      <PaneBody>
        {error !== null && (
          <ErrorNote
            flush
            title={failureTitle(error, names.title(attribute))}
            error={explained(error)}
            fix={
              error.layer === 'att' && stale ? (
                <Button size="sm" isDisabled={!isOpen(link.state.state)} onPress={() => void discover(id)}>
                  Rediscover
                </Button>
              ) : isForSecurity(error) ? (
                <SecurityFix error={error} state={link.state} />
              ) : undefined
            }
          />
        )}
        <ValueSection
          attribute={attribute}
          data={shown}
          presentation={format.presentation}
          user={format.user}
          revision={`${picked?.at ?? ''} ${value?.revision ?? ''}`}
          age={
            value === null
              ? ''
              : `${plural(value.data.length, 'byte')}, ${formatAge(explorerStore.now() - value.at)} ago`
          }
          picked={picked}
          onNewest={() => setPicked(null)}
          empty={emptyWords(attribute, link)}
        />
        {isWritable(attribute) || attribute.kind === 'characteristic' ? (
          <WriteSection id={id} link={link} attribute={attribute} value={value?.data ?? null} format={format} />
        ) : null}
        <HistorySection
          id={id}
          attribute={attribute}
          history={history}
          rate={value?.rate ?? 0}
          format={format}
          picked={picked}
          onPick={setPicked}
        />
      </PaneBody>
    </div>
  );
}

function emptyWords(attribute: Attribute, link: LinkData): string {
  if (isReadable(attribute)) {
    if (link.values.get(attribute.handle)?.error) return 'Nothing was received.';
    return isOpen(link.state.state) ? 'Not read yet: press R or Read.' : 'It was not read.';
  }
  if (canNotify(attribute)) return 'It cannot be read: subscribe, and what the device sends appears here.';
  return 'It can be written and not read, so there is no value to show.';
}

function Actions({ id, link, attribute }: { id: number; link: LinkData; attribute: Attribute }) {
  const open = isOpen(link.state.state);
  const properties = propertiesOf(attribute);
  const bits = subscriptionOf(link.state, attribute.handle);
  const reading = link.state.operations.some(
    (entry) => entry.handle === attribute.handle && /^read/i.test(entry.title),
  );
  const toggles = [
    { bit: 1, label: 'Notify', offered: (properties & PROPERTY.notify) !== 0 },
    { bit: 2, label: 'Indicate', offered: (properties & PROPERTY.indicate) !== 0 },
  ].filter((entry) => entry.offered);
  return (
    <>
      {isReadable(attribute) && (
        <Button
          size="sm"
          icon={Download}
          busy={reading}
          isDisabled={!open}
          onPress={() => void readAttribute(id, attribute.handle)}
        >
          Read
        </Button>
      )}
      {toggles.map(({ bit, label }) => (
        <Button
          key={bit}
          size="sm"
          icon={Bell}
          isDisabled={!open}
          aria-pressed={(bits & bit) !== 0}
          onPress={() => void subscribe(id, attribute.handle, bits ^ bit)}
        >
          {label}
        </Button>
      ))}
    </>
  );
}
