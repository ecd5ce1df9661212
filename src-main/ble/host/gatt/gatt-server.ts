import { ATT, PROPERTY } from '../../../../src-shared/assigned-numbers/att.js';
import { scratch } from '../../../../src-shared/bytes/scratch.js';
import type { Connection } from '../../api/connection.js';
import { BleError, invalidArgument } from '../../api/errors.js';
import { type AttributeOwner, Characteristic, Service } from '../../api/gatt-server.js';
import type { Op } from '../../api/options.js';
import type { TraceLog } from '../../api/trace-log.js';
import type { Clock } from '../../util/clock.js';
import { withDeadline } from '../../util/deadline.js';
import type { AttAnswer, AttBearer } from '../att/att-bearer.js';
import { TRANSACTION_MS } from '../att/att-bearer.js';
import { type RequestContext, serveAtt } from './attribute-server.js';
import { ClientState } from './client-state.js';
import { Database } from './database.js';

export interface GattServerOptions {
  clock: Clock;
  closed: AbortSignal;
  trace: TraceLog;
  /** The device name as it is now. */
  name: () => string;
  appearance: () => number;
  /** A client has changed what it subscribes to: all its subscriptions now, bits by the handle of the configuration. */
  onConfigured: (connection: Connection, cccd: Record<number, number>) => void;
}

interface Client {
  bearer: AttBearer;
  state: ClientState;
}

const WHOLE_TABLE = Uint8Array.of(0x01, 0x00, 0xff, 0xff);

/** The GATT server of one adapter: its attribute table, and what each connected client has agreed with it. */
export class GattServer implements AttributeOwner {
  readonly #options: GattServerOptions;
  readonly #clients = new Map<Connection, Client>();
  readonly #builtIn: Service[];
  readonly #serviceChanged: Characteristic;
  #registered: readonly Service[] = [];
  #database: Database;

  constructor(options: GattServerOptions) {
    this.#options = options;
    const gap = new Service(0x1800);
    const name = new Characteristic(gap, 0x2a00, { read: true, maxLength: 248 });
    name.onRead = () => name.write(options.name());
    const appearance = new Characteristic(gap, 0x2a01, { read: true });
    appearance.onRead = () => {
      const value = options.appearance();
      appearance.write(Uint8Array.of(value & 0xff, value >> 8));
    };
    const gatt = new Service(0x1801);
    this.#serviceChanged = new Characteristic(gatt, 0x2a05, { indicate: true });
    const hash = new Characteristic(gatt, 0x2b2a, { read: true });
    hash.onRead = () => hash.write(this.#database.hash);
    this.#builtIn = [gap, gatt];
    this.#serviceChanged.attach(this);
    this.#database = new Database(this.#builtIn);
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  get closed(): AbortSignal {
    return this.#options.closed;
  }

  /** Replaces every service but GAP and GATT. Clients that asked for it are told by Service Changed; all subscriptions are void. */
  register(services: readonly Service[]): void {
    for (const service of services) {
      if (!(service instanceof Service))
        throw invalidArgument('registerServices', `${String(service)} is not a Service`);
    }
    const database = new Database([...this.#builtIn, ...services]);
    for (const service of this.#registered)
      for (const characteristic of service.characteristics) characteristic.attach(null);
    this.#registered = services;
    this.#database = database;
    for (const service of services) for (const characteristic of service.characteristics) characteristic.attach(this);
    this.#options.trace.event('att', 'services registered', {
      services: services.length,
      attributes: database.entries.length,
    });
    for (const [connection, client] of this.#clients) {
      const wantsToKnow = client.state.configuration(this.#serviceChanged) !== 0;
      client.state.reset();
      if (!wantsToKnow) continue;
      client.state.configure(this.#serviceChanged, 2);
      this.#send(this.#serviceChanged, connection, client, WHOLE_TABLE, 'indicate');
    }
  }

  open(connection: Connection, bearer: AttBearer): void {
    const onConfigured = () => this.#options.onConfigured(connection, this.subscriptions(connection));
    this.#clients.set(connection, { bearer, state: new ClientState(onConfigured) });
  }

  /** What a client has subscribed to: bits by the handle of the configuration. */
  subscriptions(connection: Connection): Record<number, number> {
    const state = this.#clients.get(connection)?.state;
    const cccd: Record<number, number> = {};
    for (const entry of this.#database.entries) {
      if (entry.kind !== 'configuration') continue;
      const bits = state?.configuration(entry.characteristic) ?? 0;
      if (bits !== 0) cccd[entry.handle] = bits;
    }
    return cccd;
  }

  /** Brings back what a bonded client had subscribed to, Core Vol 3 Part G 2.5.1 and 3.3.3.3. What the table no longer has is left out. */
  restore(connection: Connection, cccd: Readonly<Record<number, number>>): void {
    const state = this.#clients.get(connection)?.state;
    for (const [handle, bits] of Object.entries(cccd)) {
      const entry = this.#database.entry(Number(handle));
      if (entry?.kind === 'configuration' && state?.configuration(entry.characteristic) === 0)
        state.restore(entry.characteristic, bits);
    }
  }

  end(connection: Connection): void {
    this.#clients.delete(connection);
  }

  /** Answers one PDU of a client. */
  serve(connection: Connection, pdu: Uint8Array, link: Pick<RequestContext, 'onMtuRequest' | 'verify'>): AttAnswer {
    const client = this.#clients.get(connection);
    if (!client) return null;
    return serveAtt(pdu, {
      connection,
      database: this.#database,
      client: client.state,
      mtu: client.bearer.mtu,
      ...link,
      onHandlerError: (error, attribute) =>
        this.#options.trace.event('att', 'handler failed', { attribute: String(attribute), error: String(error) }),
    });
  }

  /** Throws for what cannot be sent at all. */
  notify(characteristic: Characteristic, connection: Connection, data: Uint8Array): Promise<void> {
    const { client, handle } = this.#reach('notify', characteristic, connection, data);
    return client.bearer.command(valuePdu(ATT.handleValueNotification, handle, data));
  }

  async indicate(characteristic: Characteristic, connection: Connection, data: Uint8Array, o: Op): Promise<void> {
    const operation = `indicate ${characteristic} to ${connection.device.address}`;
    const spec = {
      clock: this.clock,
      layer: 'att',
      operation,
      limits: o,
      defaultMs: TRANSACTION_MS,
      ends: [this.closed, connection.signal],
    } as const;
    await withDeadline(spec, (signal) => {
      const { client, handle } = this.#reach('indicate', characteristic, connection, data);
      return client.bearer.indicate(valuePdu(ATT.handleValueIndication, handle, data), operation, signal);
    });
  }

  /** Sends a changed value to every client as it has configured; a value over its MTU goes cut, as Vol 3 Part G 4.10.1 has it, and the trace tells. */
  update(characteristic: Characteristic, data: Uint8Array): void {
    for (const [connection, client] of this.#clients) {
      const bits = client.state.configuration(characteristic);
      if (bits === 0) continue;
      const kind = bits & 1 && characteristic.properties & PROPERTY.notify ? 'notify' : 'indicate';
      const room = client.bearer.mtu - 3;
      if (data.length > room) {
        this.#options.trace.event('att', 'update cut to the MTU', {
          characteristic: String(characteristic),
          bytes: data.length,
          sent: room,
        });
      }
      this.#send(characteristic, connection, client, data.subarray(0, room), kind);
    }
  }

  subscribers(characteristic: Characteristic): Connection[] {
    return [...this.#clients]
      .filter(([, { state }]) => state.configuration(characteristic) !== 0)
      .map(([connection]) => connection);
  }

  /** For what nobody waits for: a failure is in the trace. */
  #send(
    characteristic: Characteristic,
    connection: Connection,
    client: Client,
    data: Uint8Array,
    kind: 'notify' | 'indicate',
  ): void {
    const handle = this.#database.valueHandle(characteristic);
    if (handle === undefined) return;
    const sent =
      kind === 'notify'
        ? client.bearer.command(valuePdu(ATT.handleValueNotification, handle, data))
        : client.bearer.indicate(
            valuePdu(ATT.handleValueIndication, handle, data),
            `indicate ${characteristic}`,
            connection.signal,
          );
    sent.catch((error) =>
      this.#options.trace.event('att', `${kind} failed`, {
        characteristic: String(characteristic),
        error: String(error),
      }),
    );
  }

  #reach(
    what: string,
    characteristic: Characteristic,
    connection: Connection,
    data: Uint8Array,
  ): { client: Client; handle: number } {
    connection.signal.throwIfAborted();
    const client = this.#clients.get(connection);
    const handle = this.#database.valueHandle(characteristic);
    const room = (client?.bearer.mtu ?? 0) - 3;
    if (client && handle !== undefined && data.length <= room) return { client, handle };
    const operation = `${what} ${characteristic}`;
    if (!client) throw invalidArgument(operation, `${connection} is not a connection of the adapter that serves it`);
    if (handle === undefined)
      throw new BleError('invalid-argument', {
        layer: 'gatt',
        operation,
        message: `${operation}: its service is not registered`,
      });
    throw invalidArgument(operation, `${data.length} bytes; ${room} fit at an MTU of ${client.bearer.mtu}`);
  }
}

function valuePdu(opcode: number, handle: number, data: Uint8Array): Uint8Array {
  const pdu = scratch(3 + data.length);
  pdu[0] = opcode;
  pdu[1] = handle & 0xff;
  pdu[2] = handle >> 8;
  pdu.set(data, 3);
  return pdu;
}
