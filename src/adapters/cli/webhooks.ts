import type { Command } from "commander";
import type { ServiceClient } from "./service-client.js";
import { listed, showAnswer } from "./show-answer.js";
import type { Terminal } from "./terminal.js";
import type { AddCommand, Json } from "./text-commands.js";

interface AddOptions extends Json {
  readonly types?: string;
  readonly classes?: string;
  readonly reasons?: string;
  readonly number?: string;
}

interface Listed {
  readonly id: string;
  readonly url: string;
  readonly state: string;
  readonly types: readonly string[];
  readonly waiting: number;
  readonly failingSince: string | null;
  readonly disabled: { readonly reason: string } | null;
}

interface Ping {
  readonly status: number | null;
  readonly why: string | null;
}

const words = (given: string | undefined): readonly string[] | undefined =>
  given
    ?.split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

const pingWords = ({ status, why }: Ping): string =>
  why === null ? `its answer to a ping was ${status}` : `a ping failed: ${why}`;

const listedLine = ({ disabled, failingSince, id, state, types, url, waiting }: Listed): string => {
  const why = disabled?.reason ?? (failingSince === null ? "" : `since ${failingSince}`);
  return [id, state.padEnd(8), url, types.join(",") || "every type", `${waiting} waiting`, why].join("  ").trimEnd();
};

/** webhooks: who is told of outcomes over HTTPS. */
export const webhookCommands = (program: Command, add: AddCommand, call: ServiceClient, terminal: Terminal): void => {
  const path = (id: string, act = "") => `/v1/webhooks/${encodeURIComponent(id)}${act}`;

  const webhooks = program.command("webhooks").description("who is told of outcomes over HTTPS");
  add(
    "add <url>",
    "tell a receiver; its secret is shown once",
    [
      ["--types <types>", "topics, comma-separated; default: every one"],
      ["--classes <classes>", "otp, transactional, promotional"],
      ["--reasons <reasons>", "reasons of failures, such as opted-out"],
      ["--number <form>", "masked (default), full or none"],
    ],
    async (url: string, given: AddOptions) => {
      const { classes, json, number, reasons, types } = given;
      const lists = { types: words(types), classes: words(classes), reasons: words(reasons) };
      const answer = await call("POST", "/v1/webhooks", { url, ...lists, number });
      return showAnswer(
        terminal,
        answer,
        json,
        ({ id, ping, secret }) => `added ${id}; ${pingWords(ping as Ping)}\nsecret, shown once: ${secret}`,
      );
    },
    webhooks,
  );
  add(
    "list",
    "each with its state and what waits",
    [],
    listed(call, terminal, "/v1/webhooks", { of: "webhooks", line: listedLine, none: "no webhooks" }),
    webhooks,
  );
  add(
    "rotate <id>",
    "a new secret; the old one signs too for 24 hours",
    [],
    async (id: string, { json }: Json) =>
      showAnswer(
        terminal,
        await call("POST", path(id, "/rotate"), {}),
        json,
        ({ oldUntil, secret }) => `secret, shown once: ${secret}\nthe old one signs too until ${oldUntil}`,
      ),
    webhooks,
  );
  add(
    "enable <id>",
    "send a ping, and deliver again where it is taken",
    [],
    async (id: string, { json }: Json) =>
      showAnswer(terminal, await call("POST", path(id, "/enable"), {}), json, () => `${id} is enabled`),
    webhooks,
  );
  add(
    "replay <id>",
    "deliver every event since then again, with the same ids",
    [["--since <instant>", "RFC 3339"]],
    async (id: string, { json, since }: Json & { since?: string }) =>
      showAnswer(terminal, await call("POST", path(id, "/replay"), { since }), json, ({ left, queued }) => {
        const rest = Number(left) > 0 ? `; the queue is full, ${left} are left` : "";
        return `${queued} queued${rest}`;
      }),
    webhooks,
  );
  add(
    "remove <id>",
    "tell it nothing more; what waits is dropped",
    [],
    async (id: string, { json }: Json) =>
      showAnswer(terminal, await call("DELETE", path(id)), json, () => `${id} is removed`),
    webhooks,
  );
};
