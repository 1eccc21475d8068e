/** The mending of a letter's value: another one, or single fields of its own by their path. */
export interface Mending {
  /** The whole value, as JSON. */
  readonly value?: unknown;
  /** By path, as `customer.phone`, `items.0.name` or `/customer/phone` (RFC 6901). */
  readonly set?: Readonly<Record<string, unknown>> | undefined;
}

type Holder = Record<string, unknown> | unknown[];

const stepsOf = (path: string): readonly string[] =>
  path.startsWith("/")
    ? path
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    : path.split(".");

const isHolder = (value: unknown): value is Holder => typeof value === "object" && value !== null;

/** Sets one field, making the objects on its way; answers why it cannot be set. */
const setField = (root: unknown, path: string, value: unknown): string | undefined => {
  const steps = stepsOf(path);
  const last = steps.at(-1)!;
  if (steps.includes("__proto__")) return `${path}: __proto__ is no field of an event`;
  let holder = root;
  for (const step of steps.slice(0, -1)) {
    if (!isHolder(holder)) return `${path}: what should hold ${step} is no object`;
    const fields = holder as Record<string, unknown>;
    if (!Object.hasOwn(fields, step) || fields[step] === null) fields[step] = {};
    holder = fields[step];
  }
  if (!isHolder(holder)) return `${path}: what should hold ${last} is no object`;
  if (Array.isArray(holder) && !/^(?:0|[1-9]\d{0,5})$/.test(last)) return `${path}: ${last} is no place in a list`;
  if (Array.isArray(holder) && Number(last) > holder.length) return `${path}: the list has ${holder.length} entries`;
  (holder as Record<string, unknown>)[last] = value;
  return undefined;
};

/** The mended value, or a sentence that says why it cannot be mended so. `came` is null where the letter has none. */
export const mendValue = (came: Buffer | null, { set, value }: Mending): Buffer | null | string => {
  if (value === undefined && set === undefined) return came;
  let root: unknown = value;
  if (value === undefined) {
    try {
      root = JSON.parse(String(came));
    } catch {
      return "single fields can be set where the value is JSON; give the whole value instead";
    }
  }
  for (const [path, field] of Object.entries(set ?? {})) {
    const why = setField(root, path, field);
    if (why !== undefined) return why;
  }
  return Buffer.from(JSON.stringify(root));
};
