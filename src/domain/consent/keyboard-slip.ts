/** The rows of a QWERTY keyboard: neighbours are in the same row and in the rows below and above. */
const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

const beside = (a: string, b: string): boolean => {
  const place = (letter: string) => {
    const row = rows.findIndex((keys) => keys.includes(letter));
    return row < 0 ? undefined : { row, column: rows[row]!.indexOf(letter) + row * 0.5 };
  };
  const [one, other] = [place(a), place(b)];
  return (
    one !== undefined &&
    other !== undefined &&
    Math.abs(one.row - other.row) <= 1 &&
    Math.abs(one.column - other.column) <= 1
  );
};

/** True if `typed` is `meant` with one slip: a neighbouring key, two letters exchanged, or one pressed twice. */
export const isKeyboardSlip = (typed: string, meant: string): boolean => {
  if (typed === meant) return false;
  let at = 0;
  while (at < meant.length && typed[at] === meant[at]) at += 1;
  const [rest, wanted] = [typed.slice(at), meant.slice(at)];
  if (typed.length === meant.length) {
    if (rest.slice(1) === wanted.slice(1)) return beside(rest[0]!, wanted[0]!);
    return rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  }
  return typed.length === meant.length + 1 && rest.slice(1) === wanted && typed[at - 1] === rest[0];
};
