interface Marked {
  readonly character: string;
  readonly offset: number;
  readonly replacement?: string | undefined;
}

/** A text with its costly characters marked: each forces the whole text into the encoding with 70 characters a part. */
export const MarkedText = ({ text, offenders }: { readonly text: string; readonly offenders: readonly Marked[] }) => {
  const pieces = [];
  let from = 0;
  for (const { character, offset, replacement } of offenders) {
    if (offset > from) pieces.push(text.slice(from, offset));
    const instead = replacement === undefined ? "no GSM-7 spelling" : `GSM-7 would write ${replacement}`;
    pieces.push(<mark title={`${character}: ${instead}`}>{character}</mark>);
    from = offset + character.length;
  }
  pieces.push(text.slice(from));
  return <>{pieces}</>;
};
