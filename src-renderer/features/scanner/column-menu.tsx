import { Columns3 } from 'lucide-react';
import { updateSettings, useApp } from '../../app/app-store.js';
import { IconButton } from '../../components/icon-button.js';
import { Menu, MenuItem, MenuSection, MenuSeparator, MenuTrigger } from '../../components/menu.js';
import { SCAN_COLUMNS, shownColumns } from './scanner-columns.js';
import { useScanner } from './scanner-state.js';

/** Which columns the list shows. The choice is remembered; without one, what fits the window. */
export function ColumnMenu() {
  const chosen = useApp((app) => app.settings.columns);
  const width = useScanner((state) => state.width);
  const shown = shownColumns(chosen, width).map((column) => column.id);
  const choose = (keys: 'all' | Set<string | number>) => {
    const wanted = SCAN_COLUMNS.map((column) => column.id).filter((id) => keys === 'all' || keys.has(id));
    void updateSettings({ columns: wanted });
  };
  return (
    <MenuTrigger>
      <IconButton icon={Columns3} label={`Columns, ${shown.length} of ${SCAN_COLUMNS.length} shown`} />
      <Menu label="Columns" placement="bottom end">
        <MenuSection
          title="Columns"
          selectionMode="single"
          selectedKeys={chosen === null ? ['fit'] : []}
          onSelectionChange={(keys) => {
            if (keys === 'all' || keys.has('fit')) void updateSettings({ columns: null });
          }}
        >
          <MenuItem id="fit">As fits the window</MenuItem>
        </MenuSection>
        <MenuSeparator />
        <MenuSection title="Shown" selectionMode="multiple" selectedKeys={shown} onSelectionChange={choose}>
          {SCAN_COLUMNS.map((column) => (
            <MenuItem key={column.id} id={column.id} isDisabled={column.fixed}>
              {column.menuLabel ?? column.label}
            </MenuItem>
          ))}
        </MenuSection>
      </Menu>
    </MenuTrigger>
  );
}
