import { readFile } from "node:fs/promises";
import { fileTrouble } from "../../domain/file-trouble.js";
import type { Clock } from "../../application/ports/clock.js";
import { type CampaignState, isOver } from "../../domain/campaign/campaign-state.js";
import type { CheckedFile } from "../../domain/campaign/checked-file.js";
import { checkedFilePage } from "./checked-file-page.js";
import { optionNumber } from "./option-number.js";
import { progressLine } from "./progress-line.js";
import { refused, type ServiceClient } from "./service-client.js";
import type { ExitCode, Terminal } from "./terminal.js";

interface Shown {
  readonly campaignId: string;
  readonly name: string;
  readonly state: CampaignState;
  readonly because: string | null;
  readonly hash: string;
  readonly cost: { readonly micros: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
}

const placed = (id: string, rest = ""): string => `/v1/campaigns/${encodeURIComponent(id)}${rest}`;

const countLine = ({ counts }: Shown): string => {
  const { total = 0, ...columns } = counts;
  const told = Object.entries(columns).filter(([, count]) => count > 0);
  return `${total} recipients: ${told.map(([column, count]) => `${count} ${column}`).join(", ")}`;
};

const page = (shown: Shown): string =>
  [
    `${shown.campaignId}  ${shown.state}  ${shown.name}`,
    ...(shown.because === null ? [] : [`  ${shown.because}`]),
    `  ${countLine(shown)}`,
    `  cost USD ${(shown.cost.micros / 1e6).toFixed(2)}`,
    ...Object.entries(shown.reasons).map(([reason, count]) => `  ${count} ${reason}`),
    "",
  ].join("\n");

const tell = ({ output }: Terminal, body: unknown, json: boolean): ExitCode => {
  output.write(json ? `${JSON.stringify(body)}\n` : page(body as Shown));
  return 0;
};

/** `sms campaign show ID`. */
export const showCampaign = async (
  call: ServiceClient,
  id: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  const answer = await call("GET", placed(id));
  return answer.status === 200 ? tell(terminal, answer.body, json) : refused(terminal, answer, json);
};

export interface CreateOptions {
  readonly id?: string;
  readonly name?: string;
  readonly template?: string;
  readonly text?: string;
  readonly class?: string;
  readonly budgetMicros?: string;
  readonly rate?: string;
  readonly window?: string;
  readonly zone?: string;
  readonly days?: string;
  readonly startAt?: string;
  readonly endAt?: string;
  readonly json?: boolean;
}

/** The service's findings in a file. */
interface Uploaded extends CheckedFile {
  readonly uploadId: string;
  readonly redisFreeBytes: number | null;
  readonly window: object | null;
}

/** `sms campaign create FILE`: uploads a file of recipients and makes a campaign of its good rows; nothing is sent. */
export const createCampaign = async (
  call: ServiceClient,
  file: string,
  options: CreateOptions,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { budgetMicros, class: of, days, endAt, id, json = false, name, rate, startAt, template, text, zone } = options;
  if (id === undefined || (template === undefined) === (text === undefined)) {
    terminal.errors.write("sms campaign create: give --id ID, and either --template NAME or --text TEXT\n");
    return 2;
  }
  // Before the file goes over a slow line.
  const terms = { budgetMicros: optionNumber("--budget-micros", budgetMicros), rate: optionNumber("--rate", rate) };
  const bytes = await readFile(file).catch((error: unknown) => fileTrouble(file, error));
  if (typeof bytes === "string") {
    terminal.errors.write(`sms campaign create: ${bytes}\n`);
    return 1;
  }
  const words = Object.entries({ template, text, class: of }).filter(([, word]) => word !== undefined);
  const hours = Object.entries({ window: options.window, zone, days }).filter(([, word]) => word !== undefined);
  const query = [...words, ...hours].map(([key, word]) => `${key}=${encodeURIComponent(word!)}`).join("&");
  const line = progressLine(terminal, json);
  line.show(`${(bytes.length / 1e6).toFixed(1)} MB go to the service, which checks each row: a million take minutes`);
  const uploaded = await call("POST", `/v1/uploads?${query}`, bytes, { "content-type": "text/csv" }).finally(
    line.clear,
  );
  if (uploaded.status !== 201) return refused(terminal, uploaded, json);
  const { redisFreeBytes, uploadId, window, ...report } = uploaded.body as unknown as Uploaded;
  if (!json) terminal.errors.write(`${checkedFilePage(report, redisFreeBytes).join("\n")}\n`);
  const answer = await call("POST", "/v1/campaigns", {
    ...{ campaignId: id, name: name ?? id, uploadId },
    ...Object.fromEntries(words),
    ...terms,
    ...(window === null ? {} : { window }),
    ...{ startAt, endAt },
  });
  if (answer.status !== 200 && answer.status !== 201) return refused(terminal, answer, json);
  tell(terminal, answer.body, json);
  if (!json && report.bad > 0)
    terminal.errors.write(
      `Rows that cannot be texted are left out; all of them: GET /v1/uploads/${uploadId}/faults.csv\n`,
    );
  if (!json) terminal.errors.write(`Nothing is sent yet. When the check is as you want it: sms campaign start ${id}\n`);
  return 0;
};

/** `sms campaign start|pause|resume|cancel|retry-failed ID`; a start names the hash of what was checked. */
export const commandCampaign = async (
  call: ServiceClient,
  command: string,
  id: string,
  {
    budgetMicros,
    endAt,
    hash,
    json = false,
  }: { readonly budgetMicros?: string; readonly endAt?: string; readonly hash?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> => {
  const known = command === "start" && hash === undefined ? await call("GET", placed(id)) : undefined;
  if (known !== undefined && known.status !== 200) return refused(terminal, known, json);
  const named = hash ?? known?.body["hash"];
  const body = {
    ...(command === "start" ? { hash: named } : {}),
    ...{ budgetMicros: optionNumber("--budget-micros", budgetMicros), endAt },
  };
  const answer = await call("POST", placed(id, `/${command}`), body);
  return answer.status === 200 ? tell(terminal, answer.body, json) : refused(terminal, answer, json);
};

const everyMs = 1_000;

/** `sms campaign watch ID`: a line whenever something moved, until it ended. */
export const watchCampaign = async (
  call: ServiceClient,
  clock: Pick<Clock, "sleep">,
  id: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> => {
  for (let last = ""; ; ) {
    const answer = await call("GET", placed(id));
    if (answer.status !== 200) return refused(terminal, answer, json);
    const shown = answer.body as unknown as Shown;
    const line = json ? JSON.stringify(shown) : `${shown.state}  ${countLine(shown)}`;
    if (line !== last) terminal.output.write(`${line}\n`);
    last = line;
    if (isOver(shown.state)) return 0;
    await clock.sleep(everyMs);
  }
};
