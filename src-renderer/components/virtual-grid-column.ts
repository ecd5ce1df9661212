import type { ReactNode } from 'react';

export interface GridColumn {
  id: string;
  /** Name of the column, read aloud and shown in its head. */
  label: string;
  /** Shown in the head instead of the label. */
  head?: ReactNode;
  /** Tooltip of the head. */
  title?: string;
  /** CSS grid track: '138px', 'minmax(140px, 1fr)'. */
  track: string;
  align?: 'end';
  sortable?: boolean;
}

export interface GridSort {
  column: string;
  descending: boolean;
}
