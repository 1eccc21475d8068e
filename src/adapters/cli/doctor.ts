import type { Examined } from "../../domain/doctor/examination.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

const width = 15;

const lines = ({ check, evidence, fix, verdict, why }: Examined): readonly string[] => [
  `${verdict.padEnd(8)}${check.padEnd(width)}${evidence}`,
  ...(verdict === "ok" ? [] : [`${" ".repeat(8 + width)}${why}`]),
  ...(fix === "" ? [] : [`${" ".repeat(8 + width)}fix: ${fix}`]),
];

/** `sms doctor`: the obstacles between the running service and production; exit 1 where a check fails. */
export const doctor = async (call: ServiceClient, json: boolean, terminal: Terminal): Promise<ExitCode> => {
  const answer = await call("GET", "/v1/doctor");
  if (answer.status !== 200) return refused(terminal, answer, json);
  const checks = answer.body["checks"] as readonly Examined[];
  for (const check of checks) terminal.output.write(`${json ? JSON.stringify(check) : lines(check).join("\n")}\n`);
  const count = (verdict: Examined["verdict"]) => checks.filter((check) => check.verdict === verdict).length;
  if (!json)
    terminal.output.write(
      `${checks.length} checks: ${count("ok")} ok, ${count("warn")} warn, ${count("fail")} fail, ${count("skipped")} skipped\n`,
    );
  return count("fail") === 0 ? 0 : 1;
};
