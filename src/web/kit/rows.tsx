import type { ComponentChildren, RefObject } from "preact";
import type { Slot } from "./slots.js";

interface RowsProps {
  readonly list: RefObject<HTMLOListElement | null>;
  readonly slots: readonly Slot[];
  readonly draw: (index: number) => ComponentChildren;
}

/** A long list, drawn where it is seen; the rest is room. */
export const Rows = ({ list, slots, draw }: RowsProps) => (
  <ol ref={list}>
    {slots.map(({ index, room }) =>
      room !== undefined ? (
        <li key={`room ${index}`} class="room" aria-hidden="true" style={{ height: `${room}px` }} />
      ) : (
        draw(index)
      ),
    )}
  </ol>
);
