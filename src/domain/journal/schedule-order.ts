interface Place {
  readonly at: Date;
  readonly messageId: string;
}

/** The order in which what waits is listed: by when it is due, then by id. */
export const scheduleOrder = (a: Place, b: Place): number =>
  a.at.getTime() - b.at.getTime() || (a.messageId < b.messageId ? -1 : Number(a.messageId > b.messageId));
