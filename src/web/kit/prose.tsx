/** A sentence of the service: what stands in backticks is code. */
export const Prose = ({ text }: { readonly text: string }) => (
  <>
    {text.split("`").map((piece, index) => (index % 2 === 1 ? <code key={`${index} ${piece}`}>{piece}</code> : piece))}
  </>
);
