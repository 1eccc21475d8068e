/** A dead letter as the service lists it. */
export interface Letter {
  readonly id: string;
  readonly at: string;
  readonly cause: string;
  readonly topic: string;
  readonly detail: string;
  readonly truncated: boolean;
  readonly mark: {
    readonly state: string;
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  } | null;
}

/** A dead letter as the service shows it, with its value. */
export interface ShownLetter extends Letter {
  readonly key: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
  readonly value: { readonly json?: unknown; readonly text?: string; readonly base64?: string };
}
