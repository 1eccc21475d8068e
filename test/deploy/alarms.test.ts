import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { startSmsStage } from "../../src/composition/stage.js";
import { describeWith } from "../support/needs.js";
import { programPath } from "../support/program-path.js";

const run = (program: string, args: readonly string[], input = "") => {
  const { status, stderr, stdout } = spawnSync(programPath(program)!, args, { encoding: "utf8", input });
  return { status, said: `${stdout}${stderr}` };
};

describeWith(["promtool"], "Prometheus takes", () => {
  test("the rules", () => {
    expect(run("promtool", ["check", "rules", "deploy/prometheus/rules.yml"])).toMatchObject({ status: 0 });
  });

  test("each rule's cases: one that fires, one that is silent", () => {
    const { groups } = parse(readFileSync("deploy/prometheus/rules.yml", "utf8"));
    const names = groups.flatMap(({ rules }: { rules: { alert: string }[] }) => rules.map(({ alert }) => alert));
    const { tests } = parse(readFileSync("deploy/prometheus/rules.test.yml", "utf8"));
    const cases = tests.map(({ name }: { name: string }) => name);
    expect(cases).toEqual(names.flatMap((name: string) => [`${name} is silent`, `${name} fires`]));
    expect(run("promtool", ["test", "rules", "deploy/prometheus/rules.test.yml"])).toMatchObject({ status: 0 });
  });

  test("what the service tells, without a complaint", async () => {
    await using stage = await startSmsStage();
    const text = await (await fetch(`${stage.url}/metrics`)).text();
    expect(run("promtool", ["check", "metrics"], text)).toEqual({ status: 0, said: "" });
  });
});

// CloudWatch knows a metric by its exact set of dimensions: an alarm on another set sees no data and stays silent.
// https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
test.each([
  ["SpendAlarm", "SMSMonthToDateSpentUSD", "Maximum", {}],
  ["TransactionalSuccessAlarm", "SMSSuccessRate", "Average", { SMSType: "Transactional", Country: "Country" }],
  ["PromotionalSuccessAlarm", "SMSSuccessRate", "Average", { SMSType: "Promotional", Country: "Country" }],
  ["FailuresAlarm", "NumberOfNotificationsFailed", "Sum", { PhoneNumber: "PhoneNumberDirect" }],
])("%s watches %s as SNS tells it", (name, metric, statistic, dimensions) => {
  const ref = { tag: "!Ref", resolve: (value: string) => value };
  const template = parse(readFileSync("deploy/cloudformation/alarms.yaml", "utf8"), { customTags: [ref] });
  const { Namespace, MetricName, Statistic, Dimensions = [] } = template.Resources[name].Properties;
  expect([Namespace, MetricName, Statistic]).toEqual(["AWS/SNS", metric, statistic]);
  const named = Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]);
  expect(Object.fromEntries(named)).toEqual(dimensions);
});

describeWith(["cfn-lint"], "CloudFormation takes", () => {
  test("the alarms", () => {
    expect(run("cfn-lint", ["deploy/cloudformation/alarms.yaml"])).toEqual({ status: 0, said: "" });
  });
});
