import { useEffect, useState } from "preact/hooks";
import { CopyButton } from "../kit/copy-button.js";
import { countWords } from "../kit/count-words.js";
import { Icon } from "../kit/icon.js";
import { clockWords } from "../kit/instant-words.js";
import { MarkedText } from "../kit/marked-text.js";
import { moneyText } from "../kit/money-text.js";
import type { TextLetter } from "./letter.js";
import { goTo, type Route } from "./route.js";
import { simulatorCall } from "./simulator-call.js";
import type { Told } from "./told.js";
import { TraceList } from "./trace-list.js";
import { useTold } from "./use-told.js";

interface Anatomy {
  readonly units: number;
  readonly parts: readonly string[];
  readonly offenders: readonly { readonly character: string; readonly offset: number; readonly replacement?: string }[];
}

const useAnatomy = (id: string): Anatomy | undefined => {
  const [found, show] = useState<readonly [string, Anatomy]>();
  useEffect(() => {
    const left = new AbortController();
    fetch(`api/inbox/text/${id}`, { signal: left.signal })
      .then((answer) => (answer.ok ? (answer.json() as Promise<Anatomy>) : undefined))
      .then((anatomy) => anatomy !== undefined && show([id, anatomy]))
      .catch(() => undefined);
    return () => left.abort();
  }, [id]);
  return found?.[0] === id ? found[1] : undefined;
};

/** The parts as they travel: a character that costs is marked, a part begins where its capacity ends. */
const Parts = ({ parts, offenders }: Pick<Anatomy, "parts" | "offenders">) => {
  let start = 0;
  return (
    <ol class="parts">
      {parts.map((part, index) => {
        const from = start;
        start += part.length;
        const own = offenders
          .filter(({ offset }) => offset >= from && offset < start)
          .map((one) => ({ ...one, offset: one.offset - from }));
        return (
          <li key={from}>
            <span class="small quiet num">
              {index + 1}/{parts.length}
            </span>
            <p dir="auto">
              <MarkedText text={part} offenders={own} />
            </p>
          </li>
        );
      })}
    </ol>
  );
};

const Outcome = ({ told, service }: { readonly told: Told | undefined; readonly service: boolean }) => {
  if (told === undefined)
    return (
      <p class="quiet">
        {service
          ? "The service does not know this text. Another program sent it, or its outcome is on its way."
          : "No service is known here: set SMS_URL for the simulator, and its outcome and trace stand here."}
      </p>
    );
  const { messageId, template, recipient, correlationId, topic, detail } = told;
  return (
    <>
      {detail !== null && <p>{detail}</p>}
      <dl class="facts">
        <dt>Message</dt>
        <dd class="row tight">
          <code>{messageId}</code>
          <CopyButton text={messageId} what="message id" />
        </dd>
        <dt>State</dt>
        <dd>{told.state}</dd>
        {template !== null && <dt>Template</dt>}
        {template !== null && <dd>{template}</dd>}
        {recipient !== null && <dt>Recipient</dt>}
        {recipient !== null && <dd>{recipient}</dd>}
        {correlationId !== null && <dt>Belongs to</dt>}
        {correlationId !== null && (
          <dd class="row tight">
            <span>{correlationId}</span>
            <CopyButton text={correlationId} what="correlation id" />
          </dd>
        )}
        {topic !== null && <dt>Event</dt>}
        {topic !== null && <dd>{topic}</dd>}
      </dl>
      {told.trace.length > 0 && <TraceList trace={told.trace} />}
    </>
  );
};

interface TextDetailProps {
  readonly letter: TextLetter;
  readonly service: boolean;
  readonly route: Route;
}

/** One text: how it travelled, what it cost, and what the service says of it. */
export const TextDetail = ({ letter, service, route }: TextDetailProps) => {
  const anatomy = useAnatomy(letter.id);
  const told = useTold([letter.id], service).get(letter.id);
  const { id, encoding, segments, micros, sender, type, fate } = letter;
  const close = () => goTo({ ...route, text: undefined });
  const costly = new Set(anatomy?.offenders.map(({ character }) => character));
  return (
    <aside class="detail stack" aria-label="The text in detail">
      <header class="row spread">
        <h2>Text</h2>
        <div class="row tight">
          <CopyButton text={location.href} what="link" icon="link" />
          <button
            type="button"
            class="bare"
            aria-label="Delete this text"
            onClick={async () => (await simulatorCall("DELETE", `api/messages/${id}`)) && close()}
          >
            <Icon name="trash" />
          </button>
          <button type="button" class="bare" aria-label="Close the detail" onClick={close}>
            <Icon name="close" />
          </button>
        </div>
      </header>
      <section class="stack tight">
        <h3>How it travels</h3>
        {anatomy !== undefined && <Parts {...anatomy} />}
        {costly.size > 0 && (
          <p class="small quiet">
            {[...costly].slice(0, 20).join(" ")} {costly.size === 1 ? "is" : "are"} not in GSM-7: a part holds 70
            characters instead of 160.
          </p>
        )}
        <dl class="facts num">
          <dt>Encoding</dt>
          <dd>
            {encoding}, {anatomy?.units ?? "…"} units, {countWords(segments, "part")}
          </dd>
          <dt>Cost</dt>
          <dd>{micros === null ? "no price for this country" : moneyText(micros)}</dd>
          <dt>Class</dt>
          <dd>{told?.class ?? type ?? "none given"}</dd>
          <dt>Sender</dt>
          <dd>{sender ?? "none given"}</dd>
          <dt>Arrived</dt>
          <dd>{letter.kind === "withheld" ? "never: the phone opted out" : clockWords(letter.at)}</dd>
          <dt>Receipt</dt>
          <dd>{fate === null ? "none" : `${fate.status} after ${fate.afterMs} ms: ${fate.providerResponse}`}</dd>
          <dt>SNS id</dt>
          <dd class="row tight">
            <code>{id}</code>
            <CopyButton text={id} what="SNS id" />
          </dd>
        </dl>
      </section>
      <section class="stack tight">
        <h3>What the service says</h3>
        <Outcome told={told} service={service} />
      </section>
    </aside>
  );
};
