import { memo } from 'react';
import styles from './sparkline.module.css';
import { sparkPath } from './sparkline-path.js';

interface SparklineProps {
  /** Oldest first; 127 where nothing was heard. */
  samples: Int8Array;
  /** Drawn again when this changes; the array itself may be a new one each time. */
  revision: number | string;
  /** Samples a gap may have and still be drawn over: slow advertisers are silent in between. */
  bridge?: number;
}

const BOX = { width: 52, height: 16, low: -100, high: -30 };

/** The last minute of signal strength, beside the number that says it. Decoration for assistive technology. */
export const Sparkline = memo(
  function Sparkline({ samples, bridge }: SparklineProps) {
    return (
      <svg className={styles.spark} viewBox={`0 0 ${BOX.width} ${BOX.height}`} aria-hidden="true">
        <path d={sparkPath(samples, BOX, bridge)} />
      </svg>
    );
  },
  (before, after) => before.revision === after.revision,
);
