import { CircleX } from 'lucide-react';
import type { CSSProperties, ReactNode, Ref } from 'react';
import { Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components';
import { cx } from '../lib/classes.js';
import styles from './field.module.css';

export interface FieldProps extends Omit<TextFieldProps, 'className' | 'children' | 'style' | 'isInvalid'> {
  label: string;
  /** The label is spoken only: where the place says what it is. */
  labelHidden?: boolean;
  /** Label left of the box instead of above. */
  inline?: boolean;
  /** Behind the value: 'ms'. */
  unit?: string;
  /** What is wrong with the value. Marks the box; with `errorElsewhere` the words are shown by the caller. */
  error?: string | null;
  errorElsewhere?: boolean;
  help?: ReactNode;
  placeholder?: string;
  mono?: boolean;
  /** Large figures, for the one thing a dialog asks. */
  large?: boolean;
  /** Of the input, in pixels; without it the box takes the width there is. */
  width?: number;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
}

/** A line of text or a number with its label, unit and the reason why it is refused. */
export function Field(props: FieldProps) {
  const {
    label,
    labelHidden,
    inline,
    unit,
    error,
    errorElsewhere,
    help,
    placeholder,
    mono,
    large,
    width,
    inputRef,
    className,
    ...rest
  } = props;
  const style: CSSProperties | undefined = width === undefined ? undefined : { width, flex: 'none' };
  const wrong = error !== undefined && error !== null && error !== '';
  return (
    <TextField {...rest} isInvalid={wrong} className={cx(styles.wrap, inline && styles.inline, className)}>
      <Label className={cx(styles.label, labelHidden && 'sr')}>{label}</Label>
      <span className={cx(styles.box, large && styles.large, wrong && styles.bad, rest.isDisabled && styles.off)}>
        <Input
          ref={inputRef}
          placeholder={placeholder}
          style={style}
          autoComplete="off"
          spellCheck={false}
          className={cx(styles.input, mono && styles.mono, unit && styles.hasUnit)}
        />
        {unit && <span className={styles.unit}>{unit}</span>}
      </span>
      {wrong && (
        <Text slot="errorMessage" className={cx(styles.error, errorElsewhere && 'sr')}>
          <CircleX size={14} strokeWidth={2} aria-hidden />
          <span>{error}</span>
        </Text>
      )}
      {help && !wrong && (
        <Text slot="description" className={styles.help}>
          {help}
        </Text>
      )}
    </TextField>
  );
}
