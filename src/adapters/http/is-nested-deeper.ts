const [quote, backslash] = ['"', "\\"].map((sign) => sign.charCodeAt(0));
const opening = new Set(["{", "["].map((sign) => sign.charCodeAt(0)));
const closing = new Set(["}", "]"].map((sign) => sign.charCodeAt(0)));

/** True if objects and lists of a JSON text stand within one another more than `most` times. */
export const isNestedDeeper = (json: string, most: number): boolean => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json.charCodeAt(at);
    if (inText) {
      if (sign === backslash) at += 1;
      else if (sign === quote) inText = false;
    } else if (sign === quote) inText = true;
    else if (opening.has(sign)) {
      depth += 1;
      if (depth > most) return true;
    } else if (closing.has(sign)) depth -= 1;
  }
  return false;
};
