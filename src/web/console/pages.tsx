import type { ComponentType } from "preact";
import { later } from "../kit/later.js";
import { AuditPage } from "./audit-page.js";
import { DoctorPage } from "./doctor-page.js";
import { FailuresPage } from "./failures-page.js";
import { InDoubtPage } from "./in-doubt-page.js";
import { MessagePage } from "./message-page.js";
import { MessagesPage } from "./messages-page.js";
import { NowPage } from "./now-page.js";
import type { Route } from "./route.js";
import { ScheduledPage } from "./scheduled-page.js";
import { SpendPage } from "./spend-page.js";

interface PageEntry {
  readonly page: string;
  readonly name: string;
  readonly scope: "read" | "admin";
  readonly shows: ComponentType<{ readonly route: Route }>;
}

/** The pages in the order of a day's work. */
export const pages: readonly PageEntry[] = [
  { page: "now", name: "Now", scope: "read", shows: NowPage },
  {
    page: "messages",
    name: "Messages",
    scope: "read",
    shows: ({ route }) => (route.id === undefined ? <MessagesPage route={route} /> : <MessagePage id={route.id} />),
  },
  {
    page: "campaigns",
    name: "Campaigns",
    scope: "read",
    shows: later(async () => (await import("./campaigns-page.js")).CampaignsPage),
  },
  { page: "failures", name: "Failures", scope: "read", shows: FailuresPage },
  {
    page: "dead-letters",
    name: "Dead letters",
    scope: "read",
    shows: later(async () => (await import("./dead-letters-page.js")).DeadLettersPage),
  },
  { page: "in-doubt", name: "In doubt", scope: "admin", shows: InDoubtPage },
  { page: "scheduled", name: "Scheduled", scope: "read", shows: ScheduledPage },
  { page: "spend", name: "Spend", scope: "read", shows: SpendPage },
  {
    page: "opt-outs",
    name: "Opt-outs",
    scope: "read",
    shows: later(async () => (await import("./opt-outs-page.js")).OptOutsPage),
  },
  {
    page: "templates",
    name: "Templates",
    scope: "read",
    shows: later(async () => (await import("./templates-page.js")).TemplatesPage),
  },
  { page: "doctor", name: "Doctor", scope: "admin", shows: DoctorPage },
  { page: "audit", name: "Audit", scope: "admin", shows: AuditPage },
];
