/** What a virtual controller has done, and everything it had to drop. */
export interface ControllerStats {
  commands: number;
  /** Commands sent so far beyond the one credit that the queue was full. */
  commandsDropped: number;
  events: number;
  /** Events a host that does not listen never got. */
  eventsDropped: number;
  reports: number;
  /** Advertising reports lost because the host did not keep up. */
  reportsDropped: number;
  aclFromHost: number;
  aclToHost: number;
  /** ACL packets with an unknown handle, a bad boundary flag, or over the buffer's length. */
  aclDropped: number;
  /** ACL packets sent without a free buffer. */
  aclOverflows: number;
  /** Packets whose length is not what their header says, and kinds that LE does not have. */
  malformed: number;
  /** Advertising events on the air, and those skipped because the process was held up. */
  advertisements: number;
  advertisementsSkipped: number;
}

export function newStats(): ControllerStats {
  return {
    commands: 0,
    commandsDropped: 0,
    events: 0,
    eventsDropped: 0,
    reports: 0,
    reportsDropped: 0,
    aclFromHost: 0,
    aclToHost: 0,
    aclDropped: 0,
    aclOverflows: 0,
    malformed: 0,
    advertisements: 0,
    advertisementsSkipped: 0,
  };
}
