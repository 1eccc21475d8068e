import { isGsm } from "../text/gsm7.js";
import type { TemplatePiece, TemplateText } from "./template.js";

/** A section that is still open while a text is read. */
interface Frame {
  readonly name: string;
  readonly opened: string;
  readonly given: TemplatePiece[];
  readonly otherwise: TemplatePiece[];
  inElse: boolean;
}

const name = "[a-z][a-z0-9_]*";
const token = /\{\{|\{([^{}]*)\}|\{/g;
const variableTag = new RegExp(`^${name}$`);
const sectionTag = new RegExp(`^\\?(${name})$`);
const choiceTag = new RegExp(`^(${name})\\|(.*)$`, "s");

const pieceIsGsm = (piece: TemplatePiece): boolean => {
  switch (piece.kind) {
    case "literal":
      return isGsm(piece.text);
    case "variable":
      return true;
    case "choice":
      return [...piece.phrases.values()].every(isGsm);
    case "when":
      return [...piece.given, ...piece.otherwise].every(pieceIsGsm);
  }
};

/** `preparing=is being prepared|ready=is ready`: undefined where an alternative lacks its value, or has it twice. */
const phrasesOf = (alternatives: string): ReadonlyMap<string, string> | undefined => {
  const pairs = alternatives.split("|").map((alternative) => {
    const equals = alternative.indexOf("=");
    return [alternative.slice(0, Math.max(equals, 0)).trim(), alternative.slice(equals + 1).trim()] as const;
  });
  const phrases = new Map(pairs);
  return phrases.has("") || phrases.size < pairs.length ? undefined : phrases;
};

/**
 * Compiles one text of a template. `{name}` shows a variable, `{?name}…{:}…{/}` shows its first part where the
 * variable is given and its second, which may be left out, where it is not, `{name|value=phrase|…}` shows the phrase
 * of the variable's value, and `{{` is a brace (docs/writing-templates.md). Every fault is a sentence that names the
 * place, in UTF-16 units from the text's start.
 */
export const compileText = (
  source: string,
): { readonly text: TemplateText } | { readonly faults: readonly string[] } => {
  const faults: string[] = [];
  const pieces: TemplatePiece[] = [];
  const frames: Frame[] = [];
  const push = (piece: TemplatePiece): void => {
    const frame = frames.at(-1);
    const into = frame === undefined ? pieces : frame.inElse ? frame.otherwise : frame.given;
    const last = into.at(-1);
    if (piece.kind === "literal" && last?.kind === "literal") {
      into[into.length - 1] = { kind: "literal", text: last.text + piece.text };
    } else into.push(piece);
  };
  const literal = (text: string): void => {
    if (text !== "") push({ kind: "literal", text });
  };

  const take = (whole: string, tag: string, at: string): void => {
    const section = sectionTag.exec(tag);
    const choice = choiceTag.exec(tag);
    const frame = frames.at(-1);
    if (variableTag.test(tag)) push({ kind: "variable", name: tag });
    else if (section) {
      frames.push({ name: section[1]!, opened: `${whole} at ${at}`, given: [], otherwise: [], inElse: false });
    } else if (choice) {
      const phrases = phrasesOf(choice[2]!);
      if (phrases === undefined) faults.push(`${whole} at ${at} needs value=phrase between its bars, each value once`);
      else push({ kind: "choice", name: choice[1]!, phrases });
    } else if (tag === ":") {
      if (frame === undefined || frame.inElse) faults.push(`{:} at ${at} belongs to no open section {?name}`);
      else frame.inElse = true;
    } else if (tag === "/") {
      if (frame === undefined) faults.push(`{/} at ${at} closes no section {?name}`);
      else {
        frames.pop();
        push({ kind: "when", name: frame.name, given: frame.given, otherwise: frame.otherwise });
      }
    } else faults.push(`${whole} at ${at} is no placeholder: write {name} in small letters, or {{ for a brace`);
  };

  let end = 0;
  for (const match of source.matchAll(token)) {
    literal(source.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === "{{") literal("{");
    else if (match[1] === undefined) faults.push(`{ at ${match.index} is never closed: write {{ for a brace`);
    else take(match[0], match[1], String(match.index));
  }
  literal(source.slice(end));
  faults.push(...frames.map(({ opened }) => `${opened} is never closed: end the section with {/}`));
  return faults.length > 0 ? { faults } : { text: { source, pieces, gsm: pieces.every(pieceIsGsm) } };
};
