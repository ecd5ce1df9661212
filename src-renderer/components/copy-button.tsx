import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api } from '../lib/api.js';
import { cx } from '../lib/classes.js';
import { toErrorInfo } from '../lib/error-text.js';
import { toast } from '../lib/toasts.js';
import { Button } from './button.js';
import styles from './copy-button.module.css';
import { IconButton } from './icon-button.js';

/** How long the button says that it did. */
const SAID_MS = 1_500;

export interface CopyButtonProps {
  text: string;
  label?: string;
  size?: 'sm' | 'md';
  /** Only the icon, with the label as tooltip. */
  iconOnly?: boolean;
}

export function CopyButton({ text, label = 'Copy', size = 'md', iconOnly }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = (): void => {
    api.app.copyText({ text }).then(
      () => setDone(true),
      (error: unknown) => toast({ level: 'error', title: 'Not copied', text: toErrorInfo(error, 'copy').message }),
    );
  };
  const icon = done ? Check : Copy;
  return (
    <>
      {iconOnly ? (
        <IconButton icon={icon} label={label} size={size} onPress={copy} />
      ) : (
        <Button icon={icon} size={size} onPress={copy}>
          {done ? 'Copied' : label}
        </Button>
      )}
      <span className="sr" role="status">
        {done ? 'Copied' : ''}
      </span>
    </>
  );
}

/** A command or address to take away, with its copy button. */
export function CopyLine({
  text,
  label = 'Copy command',
  className,
}: {
  text: string;
  label?: string;
  className?: string;
}) {
  return (
    <div className={cx('mono', styles.line, className)}>
      <code className={styles.text}>{text}</code>
      <CopyButton text={text} label={label} size="sm" iconOnly />
    </div>
  );
}
