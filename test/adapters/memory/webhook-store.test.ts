import { createMemoryWebhookStore } from "../../../src/adapters/memory/webhook-store.js";
import { webhookStoreContract } from "../../contracts/webhook-store.contract.js";

webhookStoreContract("memory", async () => ({ store: createMemoryWebhookStore(), close: async () => undefined }));
