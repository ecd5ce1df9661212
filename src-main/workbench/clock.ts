export type { Clock, TimerHandle } from '../ble/index.js';
