/** The BLE core. Plain Node: no Electron, no window, no optional native package needed to load it. */

export { type AdStructure, decodeAdvertising } from '../../src-shared/decode/ad-structure.js';
export {
  type AdvertisingFields,
  type EncodedAdvertising,
  type EncodeOptions,
  encodeAdvertising,
} from '../../src-shared/decode/encode-advertising.js';
export {
  type Address,
  type AddressKind,
  type AddressType,
  addressKind,
  parseAddress,
} from '../../src-shared/model/address.js';
export { BleError, type ErrorInfo, type ErrorLayer, type ErrorOrigin } from '../../src-shared/model/ble-error.js';
export type { TraceDirection, TraceLevel } from '../../src-shared/model/trace-event.js';
export { Uuid, type UuidLike } from '../../src-shared/model/uuid.js';
export type { Adapter, AdapterEvents, AdapterInfo, AdapterKind, AddressMode } from './api/adapter.js';
export type { AdvertiseOptions } from './api/advertise-options.js';
export type { Capabilities } from './api/capabilities.js';
export type {
  Connection,
  ConnectionEvents,
  ConnectionParameterRequest,
  ConnectionParameters,
  DataLength,
  DisconnectReason,
  LinkPhy,
  LinkSecurity,
  PhyName,
  SecurityRequest,
} from './api/connection.js';
export type { ConnectOptions, Device } from './api/device.js';
export type {
  AccessOptions,
  CharacteristicValue,
  ClientCharacteristic,
  ClientDescriptor,
  ClientService,
  DiscoverOptions,
  DiscoveryProgress,
  GattTree,
  GattTreeCharacteristic,
  GattTreeService,
  KnownDatabase,
  ReadOptions,
  SubscribeOptions,
  WriteOptions,
} from './api/gatt-client.js';
export {
  type AttributeOptions,
  BufferedCharacteristic,
  Characteristic,
  type CharacteristicFormat,
  type CharacteristicOptions,
  Descriptor,
  type HandlerAnswer,
  type SecurityLevel,
  Service,
  type Written,
} from './api/gatt-server.js';
export type { Bond, KeyStore, LocalIdentity } from './api/key-store.js';
export {
  type L2capAcceptOptions,
  type L2capChannel,
  type L2capConnectOptions,
  type L2capListenOptions,
  L2capSendError,
  type L2capSendOptions,
  type L2capStats,
} from './api/l2cap.js';
export type { Op } from './api/options.js';
export type { AdvertisingReport, ScanFilter, Scanner, ScanOptions, ScanResult, ScanStats } from './api/scanner.js';
export type {
  BondInfo,
  IoCapability,
  OobData,
  OobHalf,
  PairingAttempt,
  PairingDelegate,
  PairingMethod,
  PairingOutcome,
  PairingStep,
  PairOptions,
  Security,
  SecurityEvents,
  SecurityPolicy,
} from './api/security.js';
export type { Trace, TraceEvent, TraceSink } from './api/trace.js';
export { type FileKeyStore, type FileKeyStoreOptions, fileKeyStore } from './keys/file-key-store.js';
export type { DroppedBond, KeyTableOptions } from './keys/key-table.js';
export { memoryKeyStore } from './keys/memory-key-store.js';
export type { ScryptCost } from './keys/passphrase-wrap.js';
export { listAdapters } from './list-adapters.js';
export { newStaticAddress, type OpenAdapterOptions, openAdapter } from './open-adapter.js';
export { parseSpec } from './transports/parse-spec.js';
export { type Clock, systemClock, type TimerHandle } from './util/clock.js';
export type { ControllerOptions, LinkFacts, RadioState, VirtualController } from './virtual/controller.js';
export type {
  AclFault,
  AfterCommand,
  AfterEvent,
  CommandFault,
  CommandHook,
  EventFault,
  FaultHooks,
  PacketHook,
} from './virtual/faults.js';
export { defaultMedium, Medium, type MediumOptions } from './virtual/medium.js';
export type { MediumClient, MediumServer, MediumServer as Server } from './virtual/server.js';
