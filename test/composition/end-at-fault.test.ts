import { expect, test } from "vitest";
import { startServiceProcess } from "../support/service-process.js";

const environment = { PERSON: "+919876543210", SECRET: "code 482913" };
const values = "const { PERSON, SECRET } = process.env;";
const fault = `Object.assign(new TypeError('no "' + PERSON + '"'), { detail: "Key (to)=" + PERSON, text: SECRET })`;

/** The service, with one more handler of a signal that does this. */
const endedBy = async (act: string) => {
  const code = `${values} process.on("SIGUSR2", () => { ${act} });`;
  const handler = `data:text/javascript,${encodeURIComponent(code)}`;
  const service = startServiceProcess(environment, ["--import", "tsx", "--import", handler, "src/main.ts"]);
  await service.ready;
  service.signal("SIGUSR2");
  return { code: await service.ended, output: service.output() };
};

test.each([
  ["an error that nobody catches", `throw ${fault};`, /"cause":"TypeError".*"stack":"at .*A fault ends this worker/],
  ["a promise of no error", "Promise.reject(PERSON + SECRET);", /A fault ends this worker/],
])(
  "%s ends the worker with 1, and tells nothing that it holds",
  async (_, act, told) => {
    const { code, output } = await endedBy(act);
    expect(code).toBe(1);
    expect(output).not.toMatch(/9876543210|482913/);
    expect(output).toMatch(told);
  },
  180_000,
);
