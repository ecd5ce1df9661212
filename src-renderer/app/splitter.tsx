import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useState } from 'react';
import styles from './splitter.module.css';

const MIN = 280;
const MAX = 900;
const STEP = 16;

export interface SplitterProps {
  /** The pane at its right. */
  pane: RefObject<HTMLElement | null>;
  /** The new width in CSS pixels when the user lets go; null = as designed. */
  onResize: (width: number | null) => void;
}

/** The left edge of the inspector: drag it, move it with the arrow keys, double click for the width it was designed with. */
export function Splitter({ pane, onResize }: SplitterProps) {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = pane.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.round(element.getBoundingClientRect().width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [pane]);

  const widest = (): number => {
    const limit = pane.current ? Number.parseFloat(getComputedStyle(pane.current).maxWidth) : MAX;
    return Math.max(MIN, Math.min(MAX, Number.isFinite(limit) ? limit : MAX));
  };
  const clamp = (value: number): number => Math.round(Math.min(widest(), Math.max(MIN, value)));

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: width + STEP, ArrowRight: width - STEP, Home: widest(), End: MIN }[event.key];
    if (event.key === 'Enter') onResize(null);
    else if (to === undefined) return;
    else onResize(clamp(to));
    event.preventDefault();
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const element = pane.current;
    if (event.button !== 0 || !element) return;
    const handle = event.currentTarget;
    const right = element.getBoundingClientRect().right;
    let last: number | null = null;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => {
      last = clamp(right - moved.clientX);
      // Straight to the element: nothing needs to render again while it is dragged.
      element.style.width = `${last}px`;
    };
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('lostpointercapture', end);
      if (last !== null) onResize(last);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the focusable separator of ARIA
    <div
      className={styles.splitter}
      role="separator"
      aria-orientation="vertical"
      aria-label="Inspector width"
      aria-valuenow={width}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      aria-valuetext={`${width} pixels`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onDoubleClick={() => onResize(null)}
    />
  );
}
