import type { ScanRow } from '../../../src-shared/model/scan-row.js';
import { connectTo } from '../explorer/explorer-actions.js';

export const NOT_CONNECTABLE = 'This device does not accept connections';

/** Opens a link to a device of the list and shows it among the links. */
export const connectToRow = ({ address, addressType, name }: ScanRow) => connectTo(address, addressType, name);
