import { createClient } from "redis";
import { expect, test } from "vitest";
import { createRedisClient } from "../../../../src/adapters/redis/server/client.js";
import { script } from "../../../../src/adapters/redis/server/script.js";
import { eventually } from "../../../support/eventually.js";
import { describeWith } from "../../../support/needs.js";
import { redisServers } from "../../../support/redis-server.js";

const echo = script("return redis.call('INCR', KEYS[1])");

const toAll = async (urls: readonly string[], ...command: string[]): Promise<void> => {
  for (const url of urls) {
    const client = await createClient({ url, RESP: 2 }).connect();
    await client.sendCommand(command).finally(() => client.destroy());
  }
};

describeWith(["redis-server"], "a password that changes", () => {
  test.each(redisServers)(
    "on %s: the new one is asked for at each new connection",
    async (_, start) => {
      const server = await start();
      let password = "first";
      const set = (to: string) =>
        toAll(server.urls, "ACL", "SETUSER", "sms", "reset", "on", `>${to}`, "~*", "&*", "+@all");
      await set(password);
      const urls = server.urls.map((url) => url.replace("//", "//sms@"));
      const client = createRedisClient({ urls, password: () => password });
      const count = () => client.evaluate(echo, ["counter"], []);
      try {
        expect(await count()).toBe(1);
        await set("second");
        await toAll(server.urls, "CLIENT", "KILL", "USER", "sms");
        await eventually(
          "the old one is refused, and that is told",
          () => /WRONGPASS/.test(client.troubles().join()),
          20_000,
        );
        await expect(count()).rejects.toThrow();
        password = "second";
        const answered = () => count().then(Boolean, () => false);
        await eventually("the new one is taken", answered, 20_000);
      } finally {
        await client.close();
        await toAll(server.urls, "ACL", "DELUSER", "sms");
        await server.stop();
      }
    },
    60_000,
  );
});
