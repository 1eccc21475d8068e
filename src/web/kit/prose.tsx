/** The words in backticks, and the name of a setting with its value. */
const code = /`([^`]+)`|\b([A-Z][A-Z0-9]*_[A-Z0-9_]+(?:=[\w./:-]*\w)?)/u;

/** A sentence of the service, its code set as code. */
export const Prose = ({ text }: { readonly text: string }) => (
  <>
    {text.split(code).map((piece, index) => {
      if (piece === undefined) return null;
      return index % 3 === 0 ? piece : <code key={`${index} ${piece}`}>{piece}</code>;
    })}
  </>
);
