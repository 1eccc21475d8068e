import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServiceProcess } from "../test/support/service-process.js";
import { newPrefix, paceEvents, serviceEnvironment, thisService } from "./contenders.js";
import { plainNumber } from "./numbers.js";
import { processUsage } from "./process-usage.js";
import { quantile } from "./quantile.js";
import type { Stage } from "./stage.js";
import { codeEvent, promotionEvent } from "./texts.js";

/** Resident memory over the same stretch of work with a short and a long backlog behind it. */
export const memory = async (stage: Stage, most: number): Promise<void> => {
  console.log("\nResident memory while a backlog is worked off, 64 in flight");
  for (const queued of [10_000, most]) {
    const running = await thisService(stage).start(queued, 64);
    try {
      const sizes: number[] = [];
      for (const from = (await stage.gateway.seen()).taken; ; await sleep(200)) {
        sizes.push(processUsage(running.pid).rssMiB);
        if ((await stage.gateway.seen()).taken - from > 8_000) break;
      }
      const [middle, peak] = [quantile(sizes, 0.5), Math.max(...sizes)];
      console.log(
        `  ${queued.toLocaleString("en").padStart(8)} events queued: ${middle.toFixed(0)} MiB at the median, ${peak.toFixed(0)} MiB at most`,
      );
    } finally {
      await running.stop();
    }
  }
};

/** Codes asked for by event while a campaign is queued. */
export const codesInACampaign = async (stage: Stage): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "sms-bench-"));
  const policies = join(folder, "policies.yaml");
  // Nobody enters these codes: the guard against pumping would hold them after 50.
  writeFileSync(policies, 'pumping: { allow: ["+44"] }\n');
  const prefix = newPrefix();
  const topics = ["sms.requested", "otp.requested"].map((topic) => `${prefix}${topic}`);
  const [campaign = "", codes = ""] = topics;
  await stage.admin.createTopics({
    waitForLeaders: false,
    topics: topics.map((topic) => ({ topic, numPartitions: 6 })),
  });
  const environment = { ...serviceEnvironment(stage, prefix, 64), SMS_OTP_POLICIES: policies };
  const service = startServiceProcess(environment, ["dist/main.js"]);
  try {
    await service.ready;
    console.log("\nOne-time codes, from produce to Publish, 20 a second");
    await paceEvents(stage, codes, 20, 5_000, codeEvent);
    let earlier = (await stage.gateway.seen()).taken;
    for (const queued of [0, 10_000]) {
      await stage.fill(campaign, queued, (n) => promotionEvent(plainNumber(n), n));
      await paceEvents(stage, codes, 20, 6_000, codeEvent);
      const { ages, taken } = await sleep(300).then(() => stage.gateway.seen());
      const left = queued - (taken - earlier - ages.length);
      earlier = taken;
      console.log(
        `  ${queued.toLocaleString("en").padStart(6)} promotional texts queued: p50 ${quantile(ages, 0.5)} ms  p99 ${quantile(ages, 0.99)} ms  (${ages.length} codes; ${left} of the campaign still queued)`,
      );
    }
  } finally {
    service.signal("SIGKILL");
    await service.ended;
    rmSync(folder, { recursive: true });
  }
};

/** Processor time of a service to which nothing happens. */
export const idle = async (stage: Stage): Promise<void> => {
  const running = await thisService(stage).start(0, 64);
  try {
    // Until the heap of the start has been tidied up.
    await sleep(45_000);
    const before = processUsage(running.pid).cpuMs;
    const began = performance.now();
    await sleep(20_000);
    const share = (processUsage(running.pid).cpuMs - before) / (performance.now() - began);
    console.log(`\nIdle, 7 topics of 6 partitions: ${(share * 100).toFixed(2)} % of a core`);
  } finally {
    await running.stop();
  }
};
