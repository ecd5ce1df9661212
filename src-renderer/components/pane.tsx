import { type ReactNode, type Ref, useId } from 'react';
import { cx } from '../lib/classes.js';
import styles from './pane.module.css';

export interface BarProps {
  /** 'tool' 44 px with controls, 'foot' 28 px below the content, otherwise 36 px. */
  kind?: 'plain' | 'tool' | 'foot';
  /** A toolbar's name; gives it the group role. */
  label?: string;
  className?: string;
  children: ReactNode;
}

/** A line of controls or facts across a pane. */
export function Bar({ kind = 'plain', label, className, children }: BarProps) {
  const classes = cx(styles.bar, kind !== 'plain' && styles[kind], className);
  if (label === undefined) return <div className={classes}>{children}</div>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is a form's; this groups a toolbar
    <div className={classes} role="group" aria-label={label}>
      {children}
    </div>
  );
}

/** A thin upright line between parts of a bar. */
export function BarSeparator() {
  return <span className={styles.separator} aria-hidden />;
}

/** The part of a pane that scrolls. */
export function PaneBody({
  className,
  children,
  ref,
}: {
  className?: string;
  children: ReactNode;
  ref?: Ref<HTMLDivElement>;
}) {
  return (
    <div ref={ref} className={cx(styles.body, className)}>
      {children}
    </div>
  );
}

export interface SectionProps {
  title: string;
  /** At the right of its heading: a count, a PDU type, a button. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A titled part of an inspector, divided from the next by a line. */
export function Section({ title, aside, className, children }: SectionProps) {
  const id = useId();
  return (
    <section className={cx(styles.section, className)} aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id}>{title}</h3>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
  /** Full text where the value may be cut off. */
  title?: string;
}

/** Facts in three columns, label above value. */
export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={cx(styles.kv, className)}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd title={fact.title}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
