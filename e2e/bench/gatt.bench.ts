// GATT beside other stacks and the ceiling of the controllers: see support/gatt-run.ts.
import { runBuilt } from './support/built.js';

await runBuilt('gatt-run');
