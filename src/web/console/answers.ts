// Generated from docs/openapi.yaml by `npm run generate`: change that, not this.

export type AuditEntry = {
  readonly seq: number;
  readonly at: string;
  readonly who: string;
  readonly action: string;
  readonly object: string | null;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, string>>;
  readonly previous: string;
  readonly mac: string;
};

export type Campaign = {
  readonly campaignId: string;
  readonly name: string;
  readonly state: "draft" | "checked" | "scheduled" | "running" | "paused" | "finished" | "cancelled";
  readonly because: string | null;
  readonly cause: string | null;
  readonly counts: CampaignCounts;
  readonly cost: { readonly micros: number; readonly currency: "USD" };
  readonly reasons: Readonly<Record<string, number>>;
  readonly variants: readonly { readonly name: string; readonly share: number; readonly counts: CampaignCounts }[];
  readonly uploadId: string;
  readonly hash: string;
  readonly template: string | null;
  readonly class: "promotional" | "transactional";
  readonly weight: number;
  readonly rate: number | null;
  readonly budgetMicros: number | null;
  readonly window: CampaignWindow | null;
  readonly startAt: string | null;
  readonly endAt: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly retried?: number;
  readonly report?: string | null;
};

export type CampaignCounts = Readonly<
  Record<
    | "total"
    | "waiting"
    | "sending"
    | "sent"
    | "delivered"
    | "undelivered"
    | "failed"
    | "refused"
    | "inDoubt"
    | "cancelled",
    number
  >
>;

export type CampaignRecipient = {
  readonly to: string | null;
  readonly reference: string | null;
  readonly messageId: string | null;
  readonly state:
    | "waiting"
    | "sending"
    | "sent"
    | "delivered"
    | "undelivered"
    | "failed"
    | "refused"
    | "inDoubt"
    | "cancelled";
  readonly reason: string | null;
};

export type CampaignWindow = {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly days?: readonly ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[] | LeftOut;
};

export type Check = {
  readonly rule: string;
  readonly verdict: "pass" | "warning" | "defer" | "refuse";
  readonly observed: string;
  readonly consequence: string;
};

export type CheckedConsent = { readonly to: string; readonly whole: boolean; readonly classes: ConsentClasses };

export type CheckedUpload = {
  readonly uploadId: string;
  readonly hash: string;
  readonly rows: number;
  readonly good: number;
  readonly bad: number;
  readonly duplicates: number;
  readonly excluded: number;
  readonly exclusions: Readonly<Record<string, number>>;
  readonly unused: readonly string[];
  readonly parts: Readonly<Record<string, number>>;
  readonly cost: { readonly low: number; readonly high: number; readonly currency: string };
  readonly encoding: string;
  readonly delimiter: string;
  readonly faults: readonly {
    readonly line: number;
    readonly column: string | null;
    readonly value?: string;
    readonly fault: string;
  }[];
  readonly windows: readonly {
    readonly from: string | null;
    readonly zone?: string;
    readonly local?: string;
    readonly words?: string;
    readonly rows: number;
  }[];
  readonly redisBytes: number;
  readonly redisFreeBytes: number | null;
  readonly template: string | null;
  readonly window: CampaignWindow | null;
  readonly createdAt: string;
};

export type ConsentClasses = Readonly<Record<"promotional" | "transactional" | "otp", ConsentStanding>>;

export type ConsentEntry = {
  readonly evidenceId: string;
  readonly at: string;
  readonly class: "promotional" | "transactional" | "otp" | "all";
  readonly state: "opted-out" | "opted-in" | "consented" | "withdrawn";
  readonly source: "keyword" | "aws" | "api" | "import" | "console" | "receipt";
  readonly by: string | null;
  readonly evidence: Readonly<Record<string, unknown>> | null;
  readonly intact: boolean | null;
  readonly hash?: string;
  readonly linked: boolean | null;
};

export type ConsentStanding = {
  readonly optedOut: boolean;
  readonly since: string | null;
  readonly source: string | null;
  readonly evidenceId: string | null;
};

export type DeadLetter = {
  readonly id: string;
  readonly at: string;
  readonly cause: string;
  readonly topic: string;
  readonly partition: number | null;
  readonly offset: string | null;
  readonly detail: string;
  readonly bytes: number;
  readonly truncated: boolean;
  readonly mark: {
    readonly state: "replayed" | "discarded";
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  } | null;
};

export type DeadLetterGroup = {
  readonly cause: string;
  readonly topic: string;
  readonly count: number;
  readonly oldest: string;
  readonly newest: string;
};

export type DoctorCheck = {
  readonly check: string;
  readonly verdict: "ok" | "warn" | "fail" | "skipped";
  readonly evidence: string;
  readonly why: string;
  readonly fix: string;
};

export type Doubt = {
  readonly messageId: string;
  readonly since: string;
  readonly proposal?: {
    readonly as: "sent";
    readonly providerMessageId: string;
    readonly status: "carrier-accepted" | "delivered" | "undelivered" | "unknown";
    readonly because: string;
  };
};

export type Figures = {
  readonly at: number;
  readonly process: string;
  readonly sent: number;
  readonly failed: number;
  readonly inFlight: number;
  readonly parked: number;
  readonly inDoubt: number;
  readonly deadLetters: number;
  readonly oldest: Readonly<Record<string, number>>;
  readonly breakers: readonly string[];
  readonly troubles: readonly string[];
  readonly warnings: readonly string[];
};

export type Found = { readonly messages: readonly LoggedMessage[]; readonly next?: string };

export type LeftOut = null | string;

export type LoggedMessage = {
  readonly messageId: string;
  readonly to: string | null;
  readonly class: string | null;
  readonly template: string | null;
  readonly status: "deferred" | "failed" | "sent" | "undelivered" | "delivered";
  readonly reason: string | null;
  readonly detail: string | null;
  readonly segments: number | null;
  readonly encoding: string | null;
  readonly estimatedCost: Money | null;
  readonly actualCost: Money | null;
  readonly acceptedAt: string;
  readonly occurredAt: string;
  readonly until: string | null;
  readonly recipient: string | null;
  readonly reference: string | null;
  readonly correlationId: string | null;
  readonly providerMessageId: string | null;
  readonly carrier: string | null;
  readonly providerResponse: string | null;
  readonly campaign: string | null;
  readonly caller: string | null;
  readonly source: string | null;
};

export type Message = {
  readonly messageId: string;
  readonly state:
    | "received"
    | "open"
    | "sending"
    | "deferred"
    | "sent"
    | "failed"
    | "in-doubt"
    | "undelivered"
    | "delivered";
  readonly until?: string;
  readonly because?: string;
  readonly class: "otp" | "transactional" | "promotional" | null;
  readonly to: string | null;
  readonly timeline: readonly { readonly at: string; readonly state: string }[];
  readonly trace: readonly Check[];
  readonly outcome: Outcome | LoggedMessage | null;
  readonly receipt?: {
    readonly providerResponse: string | null;
    readonly carrier: string | null;
    readonly actualCost: Money | null;
  };
};

export type Money = { readonly micros: number; readonly currency: "USD" };

export type OptOut = { readonly to: string | null; readonly numberHash: string; readonly classes: ConsentClasses };

export type Outcome = {
  readonly messageId: string;
  readonly status: "sent" | "failed";
  readonly to: string | null;
  readonly class: "otp" | "transactional" | "promotional" | null;
  readonly recipient: string | null;
  readonly template: string | null;
  readonly templateVersion: string | null;
  readonly encoding: "GSM-7" | "UCS-2" | null;
  readonly segments: number | null;
  readonly estimatedCost: Money | null;
  readonly gateway: string | null;
  readonly providerMessageId: string | null;
  readonly attempts: number;
  readonly reason:
    | null
    | "invalid-event"
    | "invalid-phone-number"
    | "number-type-not-allowed"
    | "destination-not-allowed"
    | "template-unknown"
    | "template-variables-invalid"
    | "message-empty"
    | "message-too-long"
    | "compliance-missing"
    | "sender-id-not-allowed"
    | "opted-out"
    | "quiet-hours"
    | "deadline-passed"
    | "frequency-capped"
    | "otp-refused"
    | "spend-limit-reached"
    | "gateway-rejected"
    | "gateway-unavailable"
    | "outcome-unknown"
    | "cancelled"
    | "internal-error"
    | "identity-conflict";
  readonly detail: string | null;
  readonly reference: string | null;
  readonly correlationId: string | null;
  readonly campaignId: string | null;
  readonly caller: string | null;
  readonly source: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: string;
    readonly eventId: string | null;
  };
  readonly acceptedAt: string;
  readonly occurredAt: string;
};

export type Preview = {
  readonly decision: "send" | "defer" | "refuse";
  readonly text: string | null;
  readonly encoding: "GSM-7" | "UCS-2" | null;
  readonly segments: number | null;
  readonly parts: readonly string[];
  readonly offenders: readonly { readonly character: string; readonly offset: number; readonly replacement?: string }[];
  readonly edits: readonly {
    readonly offset: number;
    readonly before: string;
    readonly after: string;
    readonly why: "nfc" | "smart-encoding" | "shortened" | "lone-surrogate" | "white-space" | "invisible" | "left-out";
  }[];
  readonly estimatedCost: Money | null;
  readonly until?: string;
  readonly reason?: string;
  readonly detail?: string;
  readonly trace: readonly Check[];
};

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code:
    | "bad-request"
    | "cancelled"
    | "compliance-missing"
    | "deadline-passed"
    | "destination-not-allowed"
    | "forbidden"
    | "frequency-capped"
    | "gateway-rejected"
    | "gateway-unavailable"
    | "idempotency-conflict"
    | "identity-conflict"
    | "internal"
    | "internal-error"
    | "invalid-event"
    | "invalid-phone-number"
    | "message-empty"
    | "message-too-long"
    | "method-not-allowed"
    | "not-cancellable"
    | "unreadable-file"
    | "campaign-not-checked"
    | "campaign-too-large"
    | "campaign-state"
    | "not-found"
    | "account-refused"
    | "not-in-doubt"
    | "number-type-not-allowed"
    | "opt-in-too-early"
    | "webhook-unreachable"
    | "opted-out"
    | "otp-refused"
    | "outcome-unknown"
    | "payload-too-large"
    | "quiet-hours"
    | "receipts-off"
    | "replay-running"
    | "search-too-slow"
    | "sender-id-not-allowed"
    | "spend-limit-reached"
    | "template-unknown"
    | "template-variables-invalid"
    | "too-many-requests"
    | "unauthorized"
    | "unavailable"
    | "headers-too-large"
    | "request-timeout"
    | "unsupported-media-type";
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  readonly state?: string;
};

export type Replayed = {
  readonly results: readonly {
    readonly id: string;
    readonly state: "replayed" | "refused";
    readonly topic?: string;
    readonly messages?: readonly string[];
    readonly detail?: string;
  }[];
  readonly left: number;
};

export type ReviewedText = {
  readonly id: string;
  readonly at: string;
  readonly to: string;
  readonly text: string;
  readonly word: string;
};

export type ScheduledMessage = {
  readonly messageId: string;
  readonly class: "otp" | "transactional" | "promotional";
  readonly until: string;
  readonly because: string | null;
};

export type Session = { readonly name: string | null; readonly scopes: readonly ("send" | "read" | "otp" | "admin")[] };

export type SpendScope = {
  readonly scope: string;
  readonly period: string;
  readonly spent: number;
  readonly reserved: number;
  readonly limit: number | null;
  readonly resetsAt: string | null;
  readonly forecast?: number;
  readonly forecastBasis?: string;
  readonly runsOutOn?: string;
};

export type Template = {
  readonly name: string;
  readonly version: string;
  readonly class: "otp" | "transactional" | "promotional";
  readonly sender: string | null;
  readonly maxParts: number | null;
  readonly variables: readonly {
    readonly name: string;
    readonly type: "text" | "money" | "date" | "time" | "datetime" | "url" | "code" | "integer";
    readonly optional: boolean;
    readonly maxLength: number;
    readonly example: string | number | null;
  }[];
  readonly texts: Readonly<Record<string, string>>;
  readonly dlt: readonly string[];
};

export type WholeDeadLetter = DeadLetter & {
  readonly key: string | null;
  readonly headers: readonly (readonly (string | null)[])[];
  readonly value: { readonly json?: unknown; readonly text?: string; readonly base64?: string; readonly none?: true };
};

export type Word = { readonly title: string; readonly means: string; readonly causes: string; readonly fix: string };
