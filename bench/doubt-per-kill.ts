import { createClient } from "redis";
import type { Contender } from "./contender.js";
import { quantile } from "./quantile.js";
import type { Stage } from "./stage.js";
import { untilTaken } from "./steady.js";

/** Records that stand as sending; the third state of adapters/redis/journal/record.lua. */
const sending = `
local count, cursor = 0, '0'
repeat
  local found = redis.call('SCAN', cursor, 'MATCH', '*:m:*', 'COUNT', 1000)
  cursor = found[1]
  for _, key in ipairs(found[2]) do
    if cmsgpack.unpack(redis.call('GET', key))[2] == 3 then count = count + 1 end
  end
until cursor == '0'
return count`;

const kills = 5;

/** Texts that a SIGKILL under load leaves in doubt, beside those that the gateway had and had not answered. */
export const doubtPerKill = async ({ gateway, redisUrl }: Stage, contender: Contender): Promise<void> => {
  const redis = createClient({ url: redisUrl });
  await redis.connect();
  console.log(`\nIn doubt per SIGKILL of ${contender.name}, beside those that the gateway had`);
  for (const inFlight of [64, 256]) {
    const ratios: number[] = [];
    const each: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      await redis.flushAll();
      const running = await contender.start(10_000, inFlight);
      await untilTaken(gateway, 3_000);
      const { underWay } = await gateway.seen(running.pid);
      await running.stop();
      const doubt = Number(await redis.eval(sending));
      ratios.push(doubt / underWay);
      each.push(`${doubt}:${underWay}`);
    }
    console.log(`  ${inFlight} in flight: ${quantile(ratios, 0.5).toFixed(2)} × (${each.join(", ")})`);
  }
  redis.destroy();
};
