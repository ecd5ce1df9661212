import type { GridColumn } from '../../components/virtual-grid.js';

type Ranked = GridColumn & { least: number };

/** `least`: width of the panel below which a column gives way. Peer, identity, protection and the buttons never do. */
const COLUMNS: readonly Ranked[] = [
  { id: 'peer', label: 'Peer', track: 'minmax(150px, 1fr)', sortable: true, least: 0 },
  { id: 'identity', label: 'Identity', track: '184px', sortable: true, least: 0 },
  { id: 'method', label: 'Method', track: '150px', sortable: true, least: 800 },
  {
    id: 'kind',
    label: 'Kind',
    title: 'LE Secure Connections or legacy pairing',
    track: '66px',
    sortable: true,
    least: 1040,
  },
  {
    id: 'protection',
    label: 'Protection',
    title: 'Against somebody in the middle',
    track: '146px',
    sortable: true,
    least: 0,
  },
  { id: 'size', label: 'Key size', title: 'Bytes', track: '70px', align: 'end', sortable: true, least: 1160 },
  { id: 'keys', label: 'Keys held', track: '122px', sortable: true, least: 1010 },
  { id: 'used', label: 'Used', track: '90px', align: 'end', sortable: true, least: 700 },
  { id: 'actions', label: 'Actions', head: '', track: '66px', align: 'end', least: 0 },
];

export const keyColumns = (width: number): GridColumn[] =>
  COLUMNS.filter(({ least }) => width >= least).map(({ least: _least, ...column }) => column);
