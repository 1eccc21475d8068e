/** `1 part`, `2 parts`. */
export const partsOf = (count: number): string => `${count} ${count === 1 ? "part" : "parts"}`;
