import type { GridColumn } from '../../components/virtual-grid.js';

interface TreeColumn extends GridColumn {
  /** Width of the tree from which the column is shown. Name, handle and value never give way. */
  fromWidth: number;
}

const COLUMNS: readonly TreeColumn[] = [
  { id: 'name', label: 'Name', track: 'minmax(168px, 1.2fr)', fromWidth: 0 },
  { id: 'handle', label: 'Handle', track: '102px', fromWidth: 0 },
  { id: 'uuid', label: 'UUID', track: '78px', fromWidth: 720 },
  { id: 'properties', label: 'Properties', track: '146px', fromWidth: 500 },
  { id: 'value', label: 'Value', track: 'minmax(132px, 1fr)', fromWidth: 0 },
  { id: 'age', label: 'Age', track: '62px', align: 'end', fromWidth: 640 },
];

export const treeColumns = (width: number) => COLUMNS.filter((column) => width >= column.fromWidth);
