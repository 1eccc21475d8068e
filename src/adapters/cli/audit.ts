import type { Command } from "commander";
import { refused, type ServiceClient } from "./service-client.js";
import { cursorOption, isRefusal, listed } from "./show-answer.js";
import type { Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly who: string;
  readonly action: string;
  readonly object: string | null;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, string>>;
}

interface Verified {
  readonly entries: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly head: string | null;
  readonly fault: { readonly seq: number; readonly why: string } | null;
}

const line = ({ action, at, details, object, reason, seq, who }: Entry): string => {
  const { body: _, ...shown } = details;
  const given = Object.entries(shown).map(([name, value]) => `${name}=${value}`);
  return [`${seq}`, at, who, action, object ?? "-", ...given, ...(reason === null ? [] : [`because: ${reason}`])].join(
    "  ",
  );
};

/** `sms audit`: who did what, when and why. */
export const auditCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const audit = program.command("audit").description("what operators did");
  add(
    "list",
    "the newest first",
    [cursorOption],
    listed(call, terminal, "/v1/audit", { of: "entries", line, none: "no operator did anything yet" }),
    audit,
  );
  add(
    "verify",
    "follow the chain from the oldest entry; exit 1 at the first link that does not hold",
    [],
    async ({ json }: Json) => {
      const answer = await call("GET", "/v1/audit/verify");
      if (isRefusal(answer)) return refused(terminal, answer, json === true);
      const { entries, fault, from, head, to } = answer.body as unknown as Verified;
      const whole =
        entries === 0 ? "nothing is in the trail" : `${entries} entries, ${from} to ${to}, hold; head ${head}`;
      const words = fault === null ? whole : `entry ${fault.seq} is broken: ${fault.why}; ${entries} before it hold`;
      terminal.output.write(`${json === true ? JSON.stringify(answer.body) : words}\n`);
      return fault === null ? 0 : 1;
    },
    audit,
  );
};
