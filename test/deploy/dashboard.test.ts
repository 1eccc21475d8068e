import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSmsStage } from "../../src/composition/stage.js";
import { eventually } from "../support/eventually.js";
import { freePort } from "../support/free-port.js";
import { describeWith } from "../support/needs.js";
import { programPath } from "../support/program-path.js";

/** Series of parts that an embedded service has not. */
const ofKafka = /sms_consumer_lag/;

const startPrometheus = async (target: string) => {
  const folder = mkdtempSync(join(tmpdir(), "sms-prometheus-"));
  const port = await freePort();
  const config = join(folder, "prometheus.yml");
  writeFileSync(
    config,
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: sms, static_configs: [{ targets: ["${target}"] }] }]\n`,
  );
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn(programPath("prometheus")!, args, { stdio: "ignore" });
  return {
    query: async (expr: string): Promise<readonly unknown[]> => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expr)}`).catch(
        () => undefined,
      );
      // While it starts it refuses, or answers 503 with a page that is not JSON.
      if (answer?.ok !== true) return [];
      const { data } = (await answer.json()) as { data: { result: readonly unknown[] } };
      return data.result;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await once(child, "close");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

describeWith(["prometheus"], "the dashboard on a sample run", () => {
  test("every expression finds series", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sms-limits-"));
    const limits = join(folder, "limits.yaml");
    writeFileSync(limits, "money: { month: 100.00 }\n");
    await using stage = await startSmsStage({ SMS_LIMITS: limits });
    await using prometheus = await startPrometheus(new URL(stage.url).host);
    const request = (body: object, path: string) =>
      fetch(`${stage.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await request({ to: "+919876543210", text: "Your order is on its way" }, "/v1/messages");
    await request({ to: "+919876543210", purpose: "login" }, "/v1/otp");
    const { panels } = JSON.parse(readFileSync("deploy/grafana/dashboard.json", "utf8")) as {
      readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
    };
    const expressions = panels
      .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll("$__rate_interval", "30s")))
      .filter((expr) => !ofKafka.test(expr));
    expect(expressions.length).toBeGreaterThan(25);
    let silent: readonly string[] = expressions;
    const everyOne = async () => {
      const found = await Promise.all(silent.map(async (expr) => [expr, await prometheus.query(expr)] as const));
      silent = found.filter(([, series]) => series.length === 0).map(([expr]) => expr);
      return silent.length === 0;
    };
    await eventually("every expression finds series", everyOne, 40_000).catch(() => undefined);
    expect(silent).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });
});
