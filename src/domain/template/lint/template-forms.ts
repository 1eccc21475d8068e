import { allPieces } from "../all-pieces.js";
import type { Template, TemplateText } from "../template.js";

/** A form of a text: which variables are given, and which value chooses each phrase. */
export interface TemplateForm {
  readonly given: ReadonlySet<string>;
  readonly choices: ReadonlyMap<string, string>;
}

/** Beyond this many, forms that differ in one thing replace all their combinations. */
const most = 256;

type Option = { readonly name: string; readonly values: readonly (string | undefined)[] };

const combinations = (options: readonly Option[]): readonly (readonly (string | undefined)[])[] =>
  options.reduce<readonly (readonly (string | undefined)[])[]>(
    (made, { values }) => made.flatMap((before) => values.map((value) => [...before, value])),
    [[]],
  );

const singly = (options: readonly Option[]): readonly (readonly (string | undefined)[])[] => {
  const full = options.map(({ values }) => values.at(-1));
  const bare = options.map(({ values }) => values[0]);
  return options.flatMap(({ values }, index) =>
    [full, bare].flatMap((base) => values.map((value) => base.with(index, value))),
  );
};

/** Every form of a text: each optional variable that it asks for in and out, each phrase. */
export const templateForms = ({ variables }: Template, { pieces }: TemplateText): readonly TemplateForm[] => {
  const named = new Set(allPieces(pieces).flatMap((piece) => (piece.kind === "literal" ? [] : [piece.name])));
  const options = [...named].flatMap((name): readonly Option[] => {
    const { optional, choices } = variables.get(name)!;
    const values = choices ?? (optional ? ["given"] : []);
    return values.length === 0 ? [] : [{ name, values: optional ? [undefined, ...values] : values }];
  });
  const count = options.reduce((product, { values }) => product * values.length, 1);
  return (count > most ? singly(options) : combinations(options)).map((values) => {
    const left = new Set(options.filter((_, index) => values[index] === undefined).map(({ name }) => name));
    const chosen = options.flatMap(({ name }, index) =>
      variables.get(name)!.choices === undefined || values[index] === undefined ? [] : [[name, values[index]] as const],
    );
    return { given: new Set([...variables.keys()].filter((name) => !left.has(name))), choices: new Map(chosen) };
  });
};
