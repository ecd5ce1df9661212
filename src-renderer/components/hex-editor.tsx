import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { BYTE_HEX, equalBytes, toHex } from '../../src-shared/bytes/hex.js';
import { cx } from '../lib/classes.js';
import { HEX_COLUMNS } from './hex-columns.js';
import {
  cursorTarget,
  deleteBytes,
  type HexEdit,
  hexEdit,
  insertBytes,
  moveCursor,
  selectionOf,
  typeDigit,
} from './hex-edit.js';
import styles from './hex-editor.module.css';
import view from './hex-view.module.css';

const UNDO_KEPT = 100;

export interface HexEditorProps {
  label: string;
  bytes: Uint8Array;
  onChange: (bytes: Uint8Array) => void;
  /** Bytes there is room for. */
  most: number;
  /** Ground 1 to 6 of byte i; 0 = none. */
  marks?: readonly number[];
  /** Bytes of pasted text; null when it is none of the forms known. */
  parse: (text: string) => Uint8Array | null;
  /** Pasted text that was not understood. */
  onRefused?: () => void;
  onCursor?: (offset: number) => void;
  ref?: Ref<{ focus: () => void }>;
}

/**
 * Bytes in hex to be typed over: digits replace, at the end they add, Insert puts a byte in between. Arrows move, with Shift
 * they select; copy, cut, paste and undo as everywhere.
 */
export function HexEditor(props: HexEditorProps) {
  const { label, bytes, onChange, most, marks, parse, onRefused, onCursor, ref } = props;
  const [cursorState, setCursor] = useState<Omit<HexEdit, 'bytes'>>({ cursor: 0, anchor: 0, half: false });
  const [spoken, setSpoken] = useState('');
  const undo = useRef<Uint8Array[]>([]);
  const redo = useRef<Uint8Array[]>([]);
  const box = useRef<HTMLDivElement>(null);
  const hint = useId();
  // Editable as far as the system is concerned, so that its keys and menus paste here; the text itself only we may change.
  useEffect(() => {
    const refuse = (event: Event) => event.preventDefault();
    const element = box.current;
    element?.addEventListener('beforeinput', refuse);
    element?.addEventListener('drop', refuse);
    return () => {
      element?.removeEventListener('beforeinput', refuse);
      element?.removeEventListener('drop', refuse);
    };
  }, []);
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }));

  // The bytes may have been changed from another view since.
  const edit: HexEdit =
    cursorState.cursor > bytes.length || cursorState.anchor > bytes.length
      ? hexEdit(bytes, bytes.length)
      : { bytes, ...cursorState };
  const { from, to } = selectionOf(edit);

  const apply = (next: HexEdit, remember = true) => {
    setCursor({ cursor: next.cursor, anchor: next.anchor, half: next.half });
    onCursor?.(next.cursor);
    const byte = next.bytes[next.cursor];
    setSpoken(byte === undefined ? `end, after ${next.bytes.length} bytes` : `byte ${next.cursor}: ${BYTE_HEX[byte]}`);
    if (equalBytes(next.bytes, bytes)) return;
    if (remember) {
      undo.current = [...undo.current, bytes].slice(-UNDO_KEPT);
      redo.current = [];
    }
    onChange(next.bytes);
  };
  const step = (stack: Uint8Array[], other: Uint8Array[]) => {
    const before = stack.pop();
    if (before === undefined) return;
    other.push(bytes);
    apply(hexEdit(before, Math.min(edit.cursor, before.length)), false);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const target = event.altKey ? null : cursorTarget(event.key, edit, mod);
    if (target !== null) apply(moveCursor(edit, target, event.shiftKey));
    else if (mod && key === 'a') apply({ ...edit, anchor: 0, cursor: bytes.length, half: false });
    else if (mod && (key === 'y' || (key === 'z' && event.shiftKey))) step(redo.current, undo.current);
    else if (mod && key === 'z') step(undo.current, redo.current);
    else if (mod || event.altKey) return;
    else if (/^[0-9a-f]$/.test(key)) apply(typeDigit(edit, Number.parseInt(key, 16), most));
    else if (event.key === 'Backspace') apply(deleteBytes(edit, 'back'));
    else if (event.key === 'Delete') apply(deleteBytes(edit, 'forward'));
    else if (event.key === 'Insert') apply(moveCursor(insertBytes(edit, Uint8Array.of(0), most), edit.cursor, false));
    // Other characters are no digits: nothing else may take them for a command.
    else if (event.key.length !== 1) return;
    event.preventDefault();
  };
  const copy = (event: ClipboardEvent, cut: boolean) => {
    event.preventDefault();
    event.clipboardData.setData('text/plain', toHex(from === to ? bytes : bytes.subarray(from, to), ' '));
    if (cut) apply(from === to ? hexEdit(new Uint8Array(0)) : deleteBytes(edit, 'back'));
  };
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    const put = parse(event.clipboardData.getData('text/plain'));
    if (put === null) onRefused?.();
    else apply(insertBytes(edit, put, most));
  };
  const place = (target: EventTarget, extend: boolean) => {
    const index = target instanceof Element ? target.closest<HTMLElement>('[data-byte]')?.dataset.byte : undefined;
    apply(moveCursor(edit, index === undefined ? bytes.length : Number(index), extend));
  };

  const rows = [];
  // One cell more than there are bytes: the place where the next one is typed. It gets a line of its own only when it is there.
  const last = bytes.length > 0 && edit.cursor < bytes.length ? bytes.length - 1 : bytes.length;
  for (let start = 0; start <= last; start += HEX_COLUMNS) {
    const cells = [];
    let ascii = '';
    for (let i = start; i < start + HEX_COLUMNS && i <= bytes.length; i += 1) {
      const byte = bytes[i];
      if (byte !== undefined) ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
      cells.push(
        <span
          key={i}
          data-byte={i}
          data-mark={marks?.[i] || undefined}
          className={cx(
            view.byte,
            i >= from && i < to && styles.selected,
            i === edit.cursor && styles.cursor,
            i === edit.cursor && edit.half && styles.half,
          )}
        >
          {byte === undefined ? '' : BYTE_HEX[byte]}
        </span>,
      );
    }
    rows.push(
      <div key={start} className={view.row}>
        <span className={view.offset} aria-hidden>
          {bytes.length === 0 ? '' : start.toString(16).padStart(2, '0')}
        </span>
        {cells}
        <span className={view.ascii} aria-hidden>
          {ascii}
        </span>
      </div>,
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: bytes in cells with their grounds, which a textarea cannot show. */}
      <div
        ref={box}
        role="textbox"
        aria-label={label}
        aria-multiline="true"
        aria-describedby={hint}
        tabIndex={0}
        contentEditable
        suppressContentEditableWarning
        spellCheck={false}
        className={styles.editor}
        onKeyDown={onKeyDown}
        onCopy={(event) => copy(event, false)}
        onCut={(event) => copy(event, true)}
        onPaste={paste}
        onPointerDown={(event) => {
          if (event.button === 0) place(event.target, event.shiftKey);
        }}
        onPointerMove={(event) => {
          if ((event.buttons & 1) !== 0) place(event.target, true);
        }}
      >
        {rows}
      </div>
      <span id={hint} className="sr">
        Hex digits replace the byte at the cursor and add at the end. Insert puts a byte in between.
      </span>
      <span className="sr" role="status">
        {spoken}
      </span>
    </>
  );
}
