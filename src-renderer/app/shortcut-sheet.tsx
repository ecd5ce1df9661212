import { X } from 'lucide-react';
import { BareDialog } from '../components/dialog.js';
import { IconButton } from '../components/icon-button.js';
import { Kbd } from '../components/kbd.js';
import { closeLayer, useApp } from './app-store.js';
import { type Command, useCommands } from './commands.js';
import styles from './shortcut-sheet.module.css';

/** Every key that does something, out of the command registry. */
export function ShortcutSheet() {
  const open = useApp((state) => state.layer === 'shortcuts');
  return (
    <BareDialog label="Keyboard shortcuts" isOpen={open} onClose={closeLayer} width={680}>
      <Sheet />
    </BareDialog>
  );
}

function Sheet() {
  const groups = groupByName(useCommands().filter((command) => command.keys));
  return (
    <>
      <div className={styles.head}>
        <h2>Keyboard shortcuts</h2>
        <IconButton icon={X} label="Close" onPress={closeLayer} />
      </div>
      <div className={styles.columns}>
        {groups.map(([name, commands]) => (
          <section key={name} className={styles.group} aria-label={name}>
            <h3>{name}</h3>
            <dl>
              {commands.map((command) => (
                <div key={command.id} className={styles.row}>
                  <dt>
                    {command.title}
                    {command.scope && command.scope !== 'global' && <span className="faint"> in the list</span>}
                  </dt>
                  <dd>{command.keys && <Kbd keys={command.keys} />}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.foot}>Single letters work while the list has the focus; F6 goes there.</p>
    </>
  );
}

function groupByName(commands: readonly Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}
