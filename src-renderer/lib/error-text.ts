import { type ErrorInfo, errorInfo } from '../../src-shared/model/ble-error.js';

const LAYER_NAMES: Record<ErrorInfo['layer'], string> = {
  app: 'App',
  gap: 'GAP',
  att: 'ATT',
  gatt: 'GATT',
  smp: 'SMP',
  l2cap: 'L2CAP',
  hci: 'HCI',
  transport: 'Transport',
};

/** Code and layer in one line, as the specification names them: 'HCI 0x08 connection timeout', 'Transport, timeout'. */
export function errorCodeLine(info: ErrorInfo): string {
  const layer = LAYER_NAMES[info.layer];
  const name = info.code.slice(info.code.indexOf('/') + 1).replaceAll('-', ' ');
  if (info.status === undefined) return `${layer}, ${name}`;
  return `${layer} 0x${info.status.toString(16).padStart(2, '0')} ${name}`;
}

/** Everything known of an error, for a bug report. */
export function errorDetails(info: ErrorInfo): string {
  const lines = [
    info.message,
    `code: ${info.code}`,
    `layer: ${info.layer}`,
    ...(info.status === undefined ? [] : [`status: 0x${info.status.toString(16).padStart(2, '0')}`]),
    `origin: ${info.origin}`,
    `while: ${info.operation}`,
    ...(info.fix === undefined ? [] : [`fix: ${info.fix}`]),
  ];
  return lines.join('\n');
}

/** The plain data of anything that was thrown, for ErrorNote. */
export function toErrorInfo(error: unknown, operation: string): ErrorInfo {
  return errorInfo(error, operation);
}
