import type { ToldByService } from "../adapters/simulator/told-text.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

const mostRefusals = 50;

/** The embedded phones ask the service beside them: its message log first, then its journal for the trace. */
export const toldByGraph = (wired: () => Wiring<Services> | undefined): ToldByService => ({
  text: async (providerMessageId) => {
    const services = wired();
    const row = (await services?.get("messageLog").find(providerMessageId))?.find(
      (one) => one.providerMessageId === providerMessageId,
    );
    if (services === undefined || row === undefined) return undefined;
    const entry = await services.get("journal").read(row.messageId);
    const { messageId, recipient, template, reason, detail, correlationId, source } = row;
    return {
      ...{ messageId, state: row.status, class: row.class, recipient, template, reason, detail, correlationId },
      topic: source?.split("/")[0] ?? null,
      trace: entry?.outcome?.trace ?? entry?.note?.trace ?? [],
    };
  },
  refusals: async () => {
    const found = await wired()?.get("searchMessages")({ status: "failed", limit: mostRefusals });
    if (found === undefined || found === "invalid-number") return [];
    return found.messages.map(({ messageId, to, recipient, template, reason, detail, occurredAt }) => ({
      ...{ messageId, to, recipient, template, reason, detail },
      at: occurredAt.toISOString(),
    }));
  },
});
