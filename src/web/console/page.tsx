import type { ComponentChildren } from "preact";
import type { Asked } from "./use-asked.js";

interface PageProps {
  readonly title: string;
  /** The state of what the page is about. */
  readonly badge?: ComponentChildren;
  /** One sentence: the question that the page answers; or the id of what it is about. */
  readonly lead?: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

export const Page = ({ title, badge, lead, tools, children }: PageProps) => (
  <div class="page stack">
    <header class="row spread">
      <div class="title">
        <h1>
          {title} {badge}
        </h1>
        {lead !== undefined && <div class="quiet">{lead}</div>}
      </div>
      {tools !== undefined && <div class="row">{tools}</div>}
    </header>
    {children}
  </div>
);

/** A refusal or an outage, in the service's own words; nothing where all is well. */
export const Fault = ({ of }: { readonly of: Asked<unknown> | undefined }) =>
  of?.fault === undefined ? null : (
    <p class="banner bad" role="alert">
      {of.fault.message}
    </p>
  );

interface EmptyProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Nothing is here: says why that is, and how something would come. */
export const Empty = ({ title, children }: EmptyProps) => (
  <div class="empty">
    <h2>{title}</h2>
    {children}
  </div>
);
