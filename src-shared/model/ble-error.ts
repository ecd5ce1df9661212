export type ErrorLayer = 'app' | 'gap' | 'att' | 'gatt' | 'smp' | 'l2cap' | 'hci' | 'transport';
export type ErrorOrigin = 'peer' | 'local';

/** A BleError as plain data: what crosses IPC and what the window shows. */
export interface ErrorInfo {
  code: string;
  layer: ErrorLayer;
  message: string;
  origin: ErrorOrigin;
  operation: string;
  status?: number;
  /** What the user can do about it, where that is known. */
  fix?: string;
}

export interface BleErrorOptions {
  layer: ErrorLayer;
  operation: string;
  message?: string;
  status?: number;
  origin?: ErrorOrigin;
  fix?: string;
  cause?: unknown;
}

/**
 * The one error family of the core.
 * `code` is 'timeout', 'disconnected', 'aborted', 'adapter-closed', 'unsupported', 'invalid-argument', 'busy',
 * or '<layer>/<name>' with the specification's name of the error in kebab-case ('hci/connection-timeout').
 */
export class BleError extends Error {
  override readonly name = 'BleError';
  readonly code: string;
  readonly layer: ErrorLayer;
  /** The number on the air: ATT error, HCI status, SMP reason, L2CAP result. */
  readonly status?: number;
  readonly origin: ErrorOrigin;
  /** What was being done, in words: 'connect to c2:00:00:00:00:01'. */
  readonly operation: string;
  readonly fix?: string;

  constructor(code: string, options: BleErrorOptions) {
    super(
      options.message ?? `${options.operation}: ${code}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.layer = options.layer;
    this.status = options.status;
    this.origin = options.origin ?? 'local';
    this.operation = options.operation;
    this.fix = options.fix;
  }

  toInfo(): ErrorInfo {
    const info: ErrorInfo = {
      code: this.code,
      layer: this.layer,
      message: this.message,
      origin: this.origin,
      operation: this.operation,
    };
    if (this.status !== undefined) info.status = this.status;
    if (this.fix !== undefined) info.fix = this.fix;
    return info;
  }

  static fromInfo(info: ErrorInfo): BleError {
    return new BleError(info.code, info);
  }
}

export function invalidArgument(operation: string, message: string): BleError {
  return new BleError('invalid-argument', { layer: 'app', operation, message: `${operation}: ${message}` });
}

/** ErrorInfo of anything that was thrown. */
export function errorInfo(error: unknown, operation: string): ErrorInfo {
  if (error instanceof BleError) return error.toInfo();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', layer: 'app', message, origin: 'local', operation };
}
