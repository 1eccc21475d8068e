import { expect, test } from "vitest";
import { z } from "zod";
import { notifications } from "../../../src/application/notifications/all.js";
import { told } from "../../../src/application/notifications/told.js";

interface Shape {
  readonly type?: string | readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly additionalProperties?: Shape | boolean;
}

/** The paths of numbers among which 0 is. */
const zeros = (shape: Shape, path: string): readonly string[] => [
  ...([shape.type].flat().some((one) => one === "number" || one === "integer") ? [path] : []).filter(
    () => (shape.minimum ?? -1) <= 0 && (shape.exclusiveMinimum ?? -1) < 0,
  ),
  ...Object.entries(shape.properties ?? {}).flatMap(([name, one]) => zeros(one, `${path} ${name}`)),
  ...(shape.items === undefined ? [] : zeros(shape.items, `${path} []`)),
  ...(shape.anyOf ?? []).flatMap((one) => zeros(one, path)),
  ...(typeof shape.additionalProperties === "object" ? zeros(shape.additionalProperties, `${path} *`) : []),
];

const person = { name: "John", phone: "+919876543210" };
const order = { orderNumber: "ORD-1", customer: person };
const receipt = {
  provider: "sns",
  providerMessageId: "x",
  status: "delivered",
  at: "2026-11-22T10:00:00Z",
  actualCost: { micros: 0, currency: "USD" },
};
const campaign = {
  campaignId: "summer-26",
  name: "Summer",
  text: "Hello",
  uploadId: "0b5cf1ee-32f1-4a2d-9d32-8a8c35e2a3f0",
  budgetMicros: 0,
};
/** A payload in which the number is 0. */
const payloads: Readonly<Record<string, object>> = {
  "payment.confirmed amount": { ...order, amount: 0, currency: "INR", method: "card" },
  "sms.receipt actualCost micros": receipt,
  "campaign.requested budgetMicros": campaign,
};
/** A value for a template is refused with its message, by the type of its variable (`domain/template/format-variable`). */
const forTemplates = [
  "order.created itemsCount",
  "order.created totalAmount",
  "sms.requested variables *",
  "sms.requested.promotional variables *",
  "campaign.requested variables *",
  "campaign.requested recipients [] variables *",
];

const schemas = [...notifications, ...told].map(
  ({ schema, topic }) => [topic, schema as unknown as z.ZodType] as const,
);

test("every number of an event that may be 0 is known here", () => {
  const found = schemas.flatMap(([topic, schema]) =>
    zeros(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape, topic),
  );
  expect([...new Set(found)].sort()).toEqual([...Object.keys(payloads), ...forTemplates].sort());
});

test.each(Object.entries(payloads))("%s takes 0, and no -0", (path, payload) => {
  const schema = new Map(schemas).get(path.split(" ")[0]!)!;
  const json = JSON.stringify(payload);
  expect(schema.safeParse(JSON.parse(json)).error?.issues ?? []).toEqual([]);
  const name = path.split(" ").at(-1)!;
  const minus = JSON.parse(json.replace(`"${name}":0`, `"${name}":-0`));
  expect(schema.safeParse(minus).error?.issues.map(({ message }) => message)).toEqual([
    "must not be -0; leave the sign out",
  ]);
});
