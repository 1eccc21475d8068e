/** A row that is drawn, or the room of those from `index` on that are not. */
export interface Slot {
  readonly index: number;
  readonly room?: number;
}

interface Sight {
  readonly top: number;
  readonly bottom: number;
}

/** The drawn part of a long list: rows that touch the sight, measured from the list's top, and those that are kept wherever they stand. */
export const slotsOf = (heights: readonly number[], { bottom, top }: Sight, kept: ReadonlySet<number>): Slot[] => {
  const slots: Slot[] = [];
  let at = 0;
  let room = 0;
  let from = 0;
  for (const [index, height] of heights.entries()) {
    const isSeen = at + height > top && at < bottom;
    at += height;
    if (!isSeen && !kept.has(index)) {
      room += height;
      continue;
    }
    if (room > 0) slots.push({ index: from, room });
    room = 0;
    from = index + 1;
    slots.push({ index });
  }
  if (room > 0) slots.push({ index: from, room });
  return slots;
};
