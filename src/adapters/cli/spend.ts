import type { ScopeSpend } from "../../application/money/read-spend.js";
import { usd } from "../../domain/money/usd.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

const line = ({
  forecast,
  forecastBasis,
  limit,
  period,
  reserved,
  resetsAt,
  runsOutOn,
  scope,
  spent,
}: ScopeSpend): string => {
  const of = limit === null ? "no limit" : `limit ${usd(limit)}`;
  const out = runsOutOn === undefined ? "" : `, runs out on ${runsOutOn}`;
  const expected = forecast === undefined ? "" : `; ${usd(forecast)} expected by ${forecastBasis}${out}`;
  return `${scope.padEnd(28)} ${period.padEnd(10)} USD ${usd(spent)} spent, ${usd(reserved)} reserved, ${of}${resetsAt === null ? "" : `; until ${resetsAt}`}${expected}`;
};

/** `sms spend`: every sum with its limit, and the forecast for the month. */
export const spend = async (call: ServiceClient, json: boolean, terminal: Terminal): Promise<ExitCode> => {
  const answer = await call("GET", "/v1/spend");
  if (answer.status !== 200) return refused(terminal, answer, json);
  const { scopes } = answer.body as { readonly scopes: readonly ScopeSpend[] };
  for (const scope of scopes) terminal.output.write(`${json ? JSON.stringify(scope) : line(scope)}\n`);
  if (!json && scopes.every(({ forecast }) => forecast === undefined))
    terminal.output.write("no forecast: fewer than three days are known\n");
  return 0;
};
