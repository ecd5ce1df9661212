import { ChevronDown } from 'lucide-react';
import { Button } from './button.js';
import { Menu, MenuItem, MenuTrigger } from './menu.js';
import styles from './select.module.css';

export interface SelectProps<T extends string> {
  /** What is chosen; spoken before the value. */
  label: string;
  options: readonly { id: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
  size?: 'sm' | 'md';
}

/** One choice of many, the rest in a menu. */
export function Select<T extends string>({ label, options, value, onChange, size = 'sm' }: SelectProps<T>) {
  const chosen = options.find((option) => option.id === value);
  return (
    <MenuTrigger>
      <Button size={size} className={styles.select} aria-label={`${label}: ${chosen?.label ?? 'none'}`}>
        <span className={styles.text}>{chosen?.label ?? ''}</span>
        <ChevronDown size={14} strokeWidth={2} aria-hidden />
      </Button>
      <Menu
        label={label}
        placement="bottom end"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[value]}
        onSelectionChange={(keys) => {
          const next = options.find((option) => keys !== 'all' && keys.has(option.id));
          if (next) onChange(next.id);
        }}
      >
        {options.map(({ id, label: text }) => (
          <MenuItem key={id} id={id} textValue={text}>
            {text}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
