import type { Command } from "commander";
import { refused, type ServiceAnswer, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

interface Account {
  readonly gateway: string;
  readonly region: string;
  readonly isInSandbox: boolean | null;
  readonly meanings: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly meaning: string;
    readonly effect: string;
  }[];
}

const sandboxWords = (isInSandbox: boolean | null): string => {
  if (isInSandbox === null) return "the endpoint does not tell of a sandbox";
  return isInSandbox ? "in the SMS sandbox: texts reach verified numbers only" : "out of the SMS sandbox";
};

const accountLines = ({ gateway, isInSandbox, meanings, region }: Account): string =>
  [
    `${gateway} in ${region}, ${sandboxWords(isInSandbox)}`,
    ...meanings.flatMap(({ name, value, meaning, effect }) => [
      `${name} = ${value ?? "(not set)"}`,
      `  ${meaning}. ${effect}.`,
    ]),
  ].join("\n");

/** `sms account`: the gateway's account, through the running service. */
export const accountCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const answered = (answer: ServiceAnswer, json: boolean | undefined, lines: () => string): ExitCode => {
    if (answer.status >= 300) return refused(terminal, answer, json === true);
    terminal.output.write(json === true ? `${JSON.stringify(answer.body)}\n` : `${lines()}\n`);
    return 0;
  };
  const account = program.command("account").description("the gateway's account: SNS's attributes, the SMS sandbox");
  add(
    "show",
    "every attribute with its meaning and effect; whether the account is in the sandbox",
    [],
    async ({ json }: Json) => {
      const answer = await call("GET", "/v1/account");
      return answered(answer, json, () => accountLines(answer.body as unknown as Account));
    },
    account,
  );
  add(
    "set <name> <value>",
    "set one attribute, such as MonthlySpendLimit 100; the value is checked first",
    [],
    async (name: string, value: string, { json }: Json) => {
      const answer = await call("PATCH", "/v1/account/attributes", { [name]: value });
      return answered(answer, json, () => {
        const set = (answer.body as unknown as Account).meanings.find((one) => one.name === name);
        return `${name} = ${set?.value ?? value}\n  ${set?.effect}.`;
      });
    },
    account,
  );

  const sandbox = account.command("sandbox").description("numbers that an account in the SMS sandbox may text");
  const numbers = "/v1/account/sandbox-numbers";
  add(
    "list",
    "each number and whether it is verified",
    [],
    async ({ json }: Json) => {
      let cursor: string | undefined;
      let count = 0;
      do {
        const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
        const answer = await call("GET", `${numbers}${query}`);
        if (answer.status !== 200) return refused(terminal, answer, json === true);
        const found = answer.body["numbers"] as readonly { to: string; status: string }[];
        count += found.length;
        for (const one of found)
          terminal.output.write(json === true ? `${JSON.stringify(one)}\n` : `${one.to}  ${one.status}\n`);
        cursor = answer.body["next"] as string | undefined;
      } while (cursor !== undefined);
      if (count === 0 && json !== true)
        terminal.errors.write("no numbers; add one with: sms account sandbox add NUMBER\n");
      return 0;
    },
    sandbox,
  );
  add(
    "add <number>",
    "the provider texts a code to the number",
    [["--language <code>", "of that text, such as en-US"]],
    async (to: string, { json, language }: Json & { language?: string }) => {
      const answer = await call("POST", numbers, { to, language });
      return answered(answer, json, () => `${answer.body["to"]} gets a code; go on with: sms account sandbox verify`);
    },
    sandbox,
  );
  add(
    "verify <number> <code>",
    "prove that the number is yours",
    [],
    async (to: string, code: string, { json }: Json) => {
      const answer = await call("POST", `${numbers}/verify`, { to, code });
      return answered(answer, json, () => `${answer.body["to"]} is verified`);
    },
    sandbox,
  );
  add(
    "remove <number>",
    "take it off the list; AWS allows it 24 hours after its verification",
    [],
    async (to: string, { json }: Json) => {
      const answer = await call("DELETE", numbers, { to });
      return answered(answer, json, () => `${answer.body["to"]} is off the list`);
    },
    sandbox,
  );
};
