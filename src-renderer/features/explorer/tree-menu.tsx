import { Bell, BellOff, Copy, Download, Pencil } from 'lucide-react';
import { hexNumber, toHex } from '../../../src-shared/bytes/hex.js';
import { valueText } from '../../../src-shared/decode/values/value-text.js';
import { ContextMenu, MenuItem, MenuSeparator } from '../../components/menu.js';
import { canNotify, isOpen, isReadable, isWritable, subscriptionOf } from '../../lib/explorer-format.js';
import { explorerStore } from '../../lib/explorer-store.js';
import { type Attribute, handleText } from '../../lib/explorer-tree.js';
import { formatOf, namesOf } from '../../lib/explorer-value.js';
import { copyText, readAttribute } from './explorer-actions.js';
import { openEditor, toggleSubscription } from './explorer-commands.js';

interface TreeMenuProps {
  id: number;
  target: { attribute: Attribute; x: number; y: number } | null;
  onClose: () => void;
}

/** What can be done with a line of the tree; opened by a right click or the menu key. */
export function TreeMenu({ id, target, onClose }: TreeMenuProps) {
  const link = explorerStore.link(id);
  if (target === null || link === undefined) return null;
  const { attribute, x, y } = target;
  const { handle, uuid, kind } = attribute;
  const open = isOpen(link.state.state);
  const hasValue = kind === 'characteristic' || kind === 'descriptor';
  const stored = hasValue ? link.values.get(handle) : undefined;
  const value = stored === undefined || stored.count === 0 ? null : stored.data;
  const title = namesOf(explorerStore, id).title(attribute);
  const on = subscriptionOf(link.state, handle) !== 0;
  const readable = hasValue
    ? []
    : attribute.children.filter((child) => child.kind === 'characteristic' && isReadable(child));

  const act = (key: string | number) => {
    if (key === 'read') void readAttribute(id, handle);
    if (key === 'readService') for (const child of readable) void readAttribute(id, child.handle);
    if (key === 'notify') toggleSubscription(id, attribute);
    if (key === 'write') openEditor();
    if (key === 'hex' && value !== null) void copyText(toHex(value, ' '), 'Value');
    if (key === 'decoded' && value !== null)
      void copyText(valueText(attribute, value, formatOf(explorerStore, id, attribute)), 'Value');
    if (key === 'uuid') void copyText(uuid, 'UUID');
    if (key === 'handle') void copyText(hexNumber(handle, 4), 'Handle');
  };
  return (
    <ContextMenu label={title} at={{ x, y }} onClose={onClose} onAction={act}>
      {hasValue ? (
        <>
          <MenuItem id="read" icon={Download} keys="R" isDisabled={!open || !isReadable(attribute)}>
            Read
          </MenuItem>
          <MenuItem id="write" icon={Pencil} keys="W" isDisabled={!open || !isWritable(attribute)}>
            Write…
          </MenuItem>
          {kind === 'characteristic' && (
            <MenuItem
              id="notify"
              icon={on ? BellOff : Bell}
              keys="N"
              isDisabled={!open || !canNotify(attribute)}
              textValue="Notify"
            >
              {on ? 'Stop notifying' : 'Notify'}
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem id="decoded" icon={Copy} isDisabled={value === null}>
            Copy value
          </MenuItem>
          <MenuItem id="hex" icon={Copy} keys="Mod+C" isDisabled={value === null}>
            Copy value in hex
          </MenuItem>
        </>
      ) : (
        <MenuItem id="readService" icon={Download} isDisabled={!open || readable.length === 0}>
          Read all of this service
        </MenuItem>
      )}
      <MenuItem id="uuid" icon={Copy} textValue="Copy UUID">
        Copy UUID {uuid.slice(0, 13)}
        {uuid.length > 13 ? '…' : ''}
      </MenuItem>
      <MenuItem id="handle" icon={Copy} textValue="Copy handle">
        Copy handle {handleText(attribute).slice(0, 6)}
      </MenuItem>
    </ContextMenu>
  );
}
