import type { Adapter } from './api/adapter.js';
import { invalidArgument } from './api/errors.js';
import type { TraceSink } from './api/trace.js';
import { HostAdapter } from './host/host-adapter.js';
import { openTransport } from './transports/open-transport.js';
import { parseSpec } from './transports/parse-spec.js';
import { type Clock, systemClock } from './util/clock.js';
import { defaultMedium, type Medium } from './virtual/medium.js';

export interface OpenAdapterOptions {
  /** The virtual radio to join; absent = the process's default one. Only for 'virtual:'. */
  medium?: Medium;
  /** Hears every event of this adapter, beside adapter.trace. */
  trace?: TraceSink;
  /** GAP device name, default 'BLE Workbench'. */
  name?: string;
  /** Own address: of any kind on the virtual radio, a static random one elsewhere. */
  address?: string;
  /** Of `address`. Default 'public' on the virtual radio, else 'random'. */
  addressType?: 'public' | 'random';
  /** Default: the medium's for 'virtual:', else the system's. */
  clock?: Clock;
}

/**
 * Opens an adapter.
 *
 * | spec | what |
 * |---|---|
 * | `virtual:` | a new controller on the virtual radio; `?acl=192x1` sets its ACL buffers, `?rssi=-60&walk=6` how others hear it (dBm) |
 * | `unix:PATH`, `tcp:HOST:PORT` | a controller behind an H4 stream: btvirt, Bumble, rootcanal, Zephyr, a serial port bridged to TCP |
 * | `native:` | the operating system's Bluetooth, as far as `capabilities` says |
 *
 * Rejects 'invalid-argument' for a bad spec, 'transport/…' when it cannot be reached, 'timeout' when the controller does not answer,
 * 'unsupported' for what this version does not open.
 */
export async function openAdapter(spec: string, options: OpenAdapterOptions = {}): Promise<Adapter> {
  const parsed = parseSpec(spec);
  const { name = 'BLE Workbench', address, trace } = options;
  if (parsed.kind === 'native') {
    const { openNativeAdapter } = await import('./native/native-adapter.js');
    return openNativeAdapter({ spec, name, trace, clock: options.clock ?? systemClock });
  }
  const isVirtual = parsed.kind === 'virtual';
  const addressType = options.addressType ?? (isVirtual ? 'public' : 'random');
  if (address !== undefined && addressType === 'public' && !isVirtual) {
    throw invalidArgument(
      'openAdapter',
      'the public address of a controller is its own; give a static random address instead',
    );
  }
  const medium = options.medium ?? defaultMedium();
  const clock = options.clock ?? (isVirtual ? medium.clock : systemClock);
  const transport = await openTransport(spec, parsed, {
    medium,
    name,
    address: addressType === 'public' ? address : undefined,
  });
  return HostAdapter.open({
    transport,
    clock,
    info: { spec, label: isVirtual ? 'Virtual radio' : spec, kind: parsed.kind },
    name,
    staticAddress: addressType === 'random' ? (address ?? null) : null,
    trace,
  });
}
