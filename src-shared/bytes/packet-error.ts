/** Thrown by ByteReader when bytes do not hold what their packet promises. */
export class PacketError extends Error {
  override readonly name = 'PacketError';
  constructor(
    /** Protocol layer of the packet: 'hci', 'l2cap', 'ad', … */
    readonly layer: string,
    /** The field that could not be read. */
    readonly field: string,
    /** Byte offset, from the start of the packet, at which the field should begin. */
    readonly offset: number,
    reason: string,
  ) {
    super(`${layer}: ${field} at offset ${offset}: ${reason}`);
  }
}
