import { allPieces } from "../all-pieces.js";
import type { Template, TemplatePiece, TemplateText } from "../template.js";

/** Variables that pieces show, each once; a section that only asks for one does not show it. */
const namesShown = (pieces: readonly TemplatePiece[]): ReadonlySet<string> =>
  new Set(
    allPieces(pieces).flatMap((piece) => (piece.kind === "variable" || piece.kind === "choice" ? [piece.name] : [])),
  );

/** Names shown where nothing says that they are given. */
const bareNames = (pieces: readonly TemplatePiece[], given: ReadonlySet<string>): readonly string[] =>
  pieces.flatMap((piece) => {
    if (piece.kind === "literal") return [];
    if (piece.kind !== "when") return given.has(piece.name) ? [] : [piece.name];
    return [...bareNames(piece.given, new Set([...given, piece.name])), ...bareNames(piece.otherwise, given)];
  });

/** Variables that a text never shows. An amount shows the currency. */
export const variablesNotShown = ({ variables }: Template, { pieces }: TemplateText): readonly string[] => {
  const shown = namesShown(pieces);
  const showsMoney = [...shown].some((name) => variables.get(name)?.type === "money");
  return [...variables.keys()].filter((name) => !shown.has(name) && !(name === "currency" && showsMoney));
};

/** Optional variables that a text shows outside of their section, where they leave a hole. */
export const optionalOutsideSection = ({ variables }: Template, { pieces }: TemplateText): readonly string[] =>
  [...new Set(bareNames(pieces, new Set()))].filter((name) => variables.get(name)?.optional);

/** Variables that a text names in double braces, as other template languages do; they print as they are. */
export const bracedVariables = ({ variables }: Template, { pieces }: TemplateText): readonly string[] => {
  const literals = allPieces(pieces).flatMap((piece) => (piece.kind === "literal" ? [piece.text] : []));
  return [...variables.keys()].filter((name) => literals.some((text) => text.includes(`{${name}}`)));
};
