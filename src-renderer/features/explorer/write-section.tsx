import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { toHex } from '../../../src-shared/bytes/hex.js';
import { parseBytes } from '../../../src-shared/decode/values/parse-input.js';
import { decodeAttribute, type ValueFormat, valueText } from '../../../src-shared/decode/values/value-text.js';
import type { ValueChoice } from '../../../src-shared/ipc/app.js';
import { Button } from '../../components/button.js';
import { CopyButton } from '../../components/copy-button.js';
import { HexEditor } from '../../components/hex-editor.js';
import { IconButton } from '../../components/icon-button.js';
import { Section } from '../../components/pane.js';
import { Segmented } from '../../components/segmented.js';
import { cx } from '../../lib/classes.js';
import { descriptorAccess, isOpen, isWritable, propertiesOf } from '../../lib/explorer-format.js';
import { explorerStore, type LinkData } from '../../lib/explorer-store.js';
import type { Attribute } from '../../lib/explorer-tree.js';
import { fieldMarks } from '../../lib/explorer-value.js';
import { lengthWords, MOST_BYTES, type WriteChoice, writeChoices } from '../../lib/explorer-write.js';
import { formatTime, plural } from '../../lib/scan-format.js';
import { writeAttribute } from './explorer-actions.js';
import { focusElement, offerFocus } from './explorer-focus.js';
import { draftKey, setEntry, useExplorer } from './explorer-state.js';
import { chooseForUuid, useValueChoice } from './value-choice.js';
import { NumberEditor, TextEditor } from './value-editors.js';
import styles from './write-section.module.css';

const VIEWS: readonly { id: NonNullable<ValueChoice['editView']>; label: string }[] = [
  { id: 'hex', label: 'Hex' },
  { id: 'text', label: 'UTF-8' },
  { id: 'number', label: 'Number' },
];
const NO_BYTES = new Uint8Array(0);

interface WriteSectionProps {
  id: number;
  link: LinkData;
  attribute: Attribute;
  /** What it holds now, as far as it is known. */
  value: Uint8Array | null;
  format: ValueFormat;
}

/** The editor: bytes typed in one view, seen in the others, and the button that says what goes on air. */
export function WriteSection(props: WriteSectionProps) {
  const { attribute } = props;
  if (isWritable(attribute)) return <Editor {...props} />;
  return (
    <Section title="Write">
      <p className="faint">
        {attribute.kind === 'descriptor'
          ? 'This descriptor is read-only by its specification.'
          : 'This characteristic does not offer to be written.'}
      </p>
    </Section>
  );
}

function Editor({ id, link, attribute, value, format }: WriteSectionProps) {
  const key = draftKey(id, attribute.handle);
  const draft = useExplorer((state) => state.drafts[key]);
  const view = useValueChoice(attribute.uuid).editView ?? 'hex';
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      offerFocus('editor', () => {
        const isThere = focusElement(box.current?.querySelector<HTMLElement>('[role="textbox"], textarea, input'));
        // A long value leaves its buttons below the edge.
        buttons.current?.scrollIntoView({ block: 'nearest' });
        return isThere;
      }),
    [],
  );

  // Until something is typed the editor begins with what is there.
  const bytes = draft ?? value ?? NO_BYTES;
  // An empty value can be written, but not by a slip.
  const isUntouched = draft === undefined && value === null;
  const { state } = link;
  const target = {
    kind: attribute.kind === 'descriptor' ? ('descriptor' as const) : ('characteristic' as const),
    properties: propertiesOf(attribute),
    reliable: reliableOf(id, attribute),
  };
  const choices = writeChoices(target, bytes.length, state.mtu);
  const offered = choices.filter((choice) => choice.offered);
  const open = isOpen(state.state);
  const length = lengthWords(
    bytes.length,
    state.mtu,
    offered.some((choice) => choice.mode !== 'command'),
  );
  const { presentation, user } = format;
  const decoded = useMemo(
    () => decodeAttribute(attribute, bytes, { presentation, user }),
    [attribute, bytes, presentation, user],
  );
  const marks = useMemo(() => {
    const ofByte = new Array<number>(bytes.length).fill(0);
    const grounds = fieldMarks(decoded?.fields ?? []);
    for (const [i, { bits, offset, length: size }] of (decoded?.fields ?? []).entries())
      if (bits === undefined) ofByte.fill(grounds[i] ?? 0, offset, offset + size);
    return ofByte;
  }, [bytes, decoded]);

  const change = (next: Uint8Array) => {
    setProblem(null);
    setDone(null);
    setEntry('drafts', key, next);
  };
  const write = async ({ mode, why }: WriteChoice) => {
    if (why !== null || busy || !open || problem !== null || isUntouched) return;
    setBusy(true);
    setDone(null);
    try {
      if (await writeAttribute(id, attribute.handle, bytes, mode))
        setDone(`${plural(bytes.length, 'byte')} written, ${formatTime(Date.now())}`);
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = offered;
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || first === undefined) return;
    event.preventDefault();
    void write(first);
  };
  const parse = (text: string): Uint8Array | null => {
    const result = parseBytes(text);
    if (!result.ok) {
      setProblem(`Not pasted: ${result.message}`);
      return null;
    }
    return result.bytes;
  };

  return (
    <Section
      title="Write"
      aside={
        <Segmented
          label="Type as"
          size="sm"
          options={VIEWS}
          value={view}
          onChange={(next) => {
            setProblem(null);
            chooseForUuid(attribute.uuid, { editView: next });
          }}
        />
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: takes Ctrl+Enter from whichever editor is inside. */}
      <div ref={box} onKeyDown={onKeyDown}>
        {view === 'hex' && (
          <HexEditor
            label="Value to write, in hex"
            bytes={bytes}
            onChange={change}
            most={MOST_BYTES}
            marks={marks}
            parse={parse}
          />
        )}
        {view === 'text' && <TextEditor bytes={bytes} onChange={change} />}
        {view === 'number' && <NumberEditor bytes={bytes} onChange={change} onProblem={setProblem} />}
      </div>
      <div className={styles.under}>
        <span
          className={cx(styles.preview, problem !== null ? 'danger' : 'dim')}
          role={problem === null ? undefined : 'alert'}
        >
          {problem ??
            (bytes.length === 0
              ? 'Hex, 0x01 0x02, 01-02, a C array or base64: typed or pasted'
              : valueText(attribute, bytes, format))}
        </span>
        <span className={cx(styles.length, length.tooLong ? 'danger' : 'faint')}>{length.text}</span>
      </div>
      <div ref={buttons} className={styles.buttons}>
        {offered.map((choice, i) => (
          <Button
            key={choice.mode}
            variant={i === 0 ? 'primary' : 'default'}
            busy={busy && i === 0}
            isDisabled={!open || choice.why !== null || problem !== null || isUntouched}
            onPress={() => void write(choice)}
          >
            {choice.label}
            {i === 0 && <span className={styles.count}>{plural(bytes.length, 'byte')}</span>}
          </Button>
        ))}
        <span className="grow" />
        {value !== null && (
          <IconButton
            icon={RotateCcw}
            label="Begin again with the value it has now"
            isDisabled={draft === undefined}
            onPress={() => {
              setProblem(null);
              setEntry('drafts', key, undefined);
            }}
          />
        )}
        <CopyButton text={toHex(bytes, ' ')} label="Copy these bytes in hex" iconOnly />
      </div>
      <p className={styles.done} role="status">
        {done ?? ''}
      </p>
      <Reasons attribute={attribute} choices={choices} open={open} />
    </Section>
  );
}

function Reasons({
  attribute,
  choices,
  open,
}: {
  attribute: Attribute;
  choices: readonly WriteChoice[];
  open: boolean;
}) {
  const lines: string[] = [];
  if (!open) lines.push('There is no link: nothing can be written now.');
  for (const { why, offered, mode } of choices) {
    // What hardly any characteristic has needs no excuse.
    if (why === null || (mode === 'reliable' && !why.includes('descriptor'))) continue;
    lines.push(
      offered || mode === 'reliable'
        ? `${why}.`
        : `No ${mode === 'command' ? 'write command' : 'write request'}: ${lower(why)}.`,
    );
  }
  if (attribute.kind === 'descriptor' && descriptorAccess(attribute.uuid) === 'unknown')
    lines.push('Whether the device lets this descriptor be written shows when it is tried.');
  if (lines.length === 0) return null;
  return (
    <div className={styles.reasons}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Bit 0 of the Extended Properties, once they were read. */
function reliableOf(id: number, attribute: Attribute): boolean | null {
  const data = explorerStore.descriptorData(id, attribute, '2900');
  return data === null || data.length === 0 ? null : ((data[0] ?? 0) & 1) !== 0;
}
