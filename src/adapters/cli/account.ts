import type { Command } from "commander";
import type { ServiceClient } from "./service-client.js";
import { pageOf, showAnswer, showPages } from "./show-answer.js";
import type { Terminal } from "./terminal.js";
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
  const account = program.command("account").description("the gateway's account: SNS's attributes, the SMS sandbox");
  add(
    "show",
    "every attribute with its meaning and effect; whether the account is in the sandbox",
    [],
    async ({ json }: Json) =>
      showAnswer(terminal, await call("GET", "/v1/account"), json, (body) => accountLines(body as unknown as Account)),
    account,
  );
  add(
    "set <name> <value>",
    "set one attribute, such as MonthlySpendLimit 100; the value is checked first",
    [],
    async (name: string, value: string, { json }: Json) => {
      const answer = await call("PATCH", "/v1/account/attributes", { [name]: value });
      return showAnswer(terminal, answer, json, (body) => {
        const set = (body as unknown as Account).meanings.find((one) => one.name === name);
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
    ({ json }: Json) =>
      showPages(terminal, (cursor) => call("GET", pageOf(numbers, cursor)), json, {
        of: "numbers",
        line: ({ status, to }: { readonly to: string; readonly status: string }) => `${to}  ${status}`,
        none: "no numbers; add one with: sms account sandbox add NUMBER",
      }),
    sandbox,
  );
  add(
    "add <number>",
    "the provider texts a code to the number",
    [["--language <code>", "of that text, such as en-US"]],
    async (to: string, { json, language }: Json & { language?: string }) => {
      const answer = await call("POST", numbers, { to, language });
      return showAnswer(
        terminal,
        answer,
        json,
        ({ to: shown }) => `${shown} gets a code; go on with: sms account sandbox verify`,
      );
    },
    sandbox,
  );
  add(
    "verify <number> <code>",
    "prove that the number is yours",
    [],
    async (to: string, code: string, { json }: Json) => {
      const answer = await call("POST", `${numbers}/verify`, { to, code });
      return showAnswer(terminal, answer, json, ({ to: shown }) => `${shown} is verified`);
    },
    sandbox,
  );
  add(
    "remove <number>",
    "take it off the list; AWS allows it 24 hours after its verification",
    [],
    async (to: string, { json }: Json) => {
      const answer = await call("DELETE", numbers, { to });
      return showAnswer(terminal, answer, json, ({ to: shown }) => `${shown} is off the list`);
    },
    sandbox,
  );
};
