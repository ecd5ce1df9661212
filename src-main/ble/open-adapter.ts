import { randomBytes } from 'node:crypto';
import { toHex } from '../../src-shared/bytes/hex.js';
import { addressKind, parseAddress } from '../../src-shared/model/address.js';
import {
  requireBoolean,
  requireInteger,
  requireObject,
  requireOneOf,
  requireText,
} from '../../src-shared/model/arguments.js';
import type { Adapter } from './api/adapter.js';
import { ADDRESS_TYPES } from './api/device-registry.js';
import { invalidArgument, unsupported } from './api/errors.js';
import type { KeyStore } from './api/key-store.js';
import { checkName } from './api/name.js';
import type { TraceSink } from './api/trace.js';
import { HostAdapter } from './host/host-adapter.js';
import { openTransport } from './transports/open-transport.js';
import { parseSpec } from './transports/parse-spec.js';
import { type Clock, systemClock } from './util/clock.js';
import { defaultMedium, Medium } from './virtual/medium.js';

export interface OpenAdapterOptions {
  /** The virtual radio to join; absent = the process's default one. Only for 'virtual:'. */
  medium?: Medium;
  /** Hears every event of this adapter, beside adapter.trace. */
  trace?: TraceSink;
  /** GAP device name, default 'BLE Workbench'. */
  name?: string;
  /** Own address: of any kind on the virtual radio, a static random one elsewhere. 'native:' takes none: 'unsupported'. */
  address?: string;
  /** Of `address`. Default 'public' on the virtual radio, else 'random'. 'random' without an address makes one. */
  addressType?: 'public' | 'random';
  /** Largest ATT MTU to agree to, 23 to 517, default 517. */
  mtu?: number;
  /** Pair and try again when a peer asks for more security. Default false. */
  autoPair?: boolean;
  /** Where bonds are kept. Absent: in memory, for as long as the adapter is open. */
  keyStore?: KeyStore;
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
  const { name, mtu, autoPair, ...checked } = checkOptions(options);
  const { trace, keyStore } = checked;
  if (parsed.kind === 'native') {
    if (checked.address ?? checked.addressType)
      throw unsupported('openAdapter', `${process.platform} chooses the address itself`);
    const { openNativeAdapter } = await import('./native/native-adapter.js');
    return openNativeAdapter({ spec, name, trace, clock: checked.clock ?? systemClock });
  }
  const isVirtual = parsed.kind === 'virtual';
  const addressType = checked.addressType ?? (isVirtual ? 'public' : 'random');
  const address = addressToUse(checked, addressType);
  if (address !== null && addressType === 'public' && !isVirtual) {
    throw invalidArgument(
      'openAdapter',
      'the public address of a controller is its own; give a static random address instead',
    );
  }
  const medium = checked.medium ?? defaultMedium();
  const transport = await openTransport(spec, parsed, {
    medium,
    name,
    address: addressType === 'public' ? (address ?? undefined) : undefined,
  });
  try {
    return await HostAdapter.open({
      transport,
      clock: checked.clock ?? (isVirtual ? medium.clock : systemClock),
      info: { spec, label: isVirtual ? 'Virtual radio' : spec, kind: parsed.kind },
      name,
      staticAddress: addressType === 'random' ? address : null,
      trace,
      mtu,
      autoPair,
      keyStore,
    });
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** Everything that can be wrong with the options is told before anything is opened. */
function checkOptions(options: OpenAdapterOptions) {
  requireObject('openAdapter', 'the options argument', options);
  const { name = 'BLE Workbench', mtu = 517, autoPair = false, medium, clock, trace, keyStore, addressType } = options;
  checkName(name);
  requireInteger('openAdapter', 'mtu', mtu, [23, 517]);
  requireBoolean('openAdapter', 'autoPair', autoPair);
  if (addressType !== undefined) requireOneOf('openAdapter', 'addressType', addressType, ADDRESS_TYPES);
  if (medium !== undefined && !(medium instanceof Medium))
    throw invalidArgument('openAdapter', 'medium is not a Medium: make one with new Medium()');
  for (const [what, given] of Object.entries({ clock, trace, keyStore }))
    if (given !== undefined) requireObject('openAdapter', what, given);
  return { ...options, name, mtu, autoPair };
}

/** The address to have; null: the controller's own. */
function addressToUse({ address, addressType }: OpenAdapterOptions, type: 'public' | 'random'): string | null {
  if (address === undefined) return addressType === 'random' ? newStaticAddress() : null;
  const normal = parseAddress(requireText('openAdapter', 'address', address));
  if (type === 'random' && addressKind({ address: normal, type }) !== 'static') {
    throw invalidArgument(
      'openAdapter',
      `${normal} is not a static random address: its two top bits must be set, as in c0:… to ff:…`,
    );
  }
  return normal;
}

/** A static random address that no other device is likely to have, Core Vol 6 Part B 1.3.2.1: 'c0:…' to 'ff:…'. */
export function newStaticAddress(): string {
  const bytes = new Uint8Array(randomBytes(6));
  bytes[0] = (bytes[0] as number) | 0xc0;
  return toHex(bytes, ':');
}
