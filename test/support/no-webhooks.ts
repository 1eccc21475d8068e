import type { HttpNeeds } from "../../src/adapters/http/server.js";

/** Doors of webhooks behind which nothing is. */
export const noWebhooks = {
  manageWebhooks: {
    add: async () => "must begin with https://",
    list: async () => [],
    remove: async () => false,
    rotate: async () => undefined,
    enable: async () => undefined,
    replay: async () => undefined,
  },
} satisfies Partial<HttpNeeds>;
