import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { CopyButton } from "../kit/copy-button.js";
import { clockWords, spanWords } from "../kit/instant-words.js";
import { moneyText } from "../kit/money-text.js";
import { Prose } from "../kit/prose.js";
import { say } from "../kit/say.js";
import type { Found, LoggedMessage, Message, Money, Outcome } from "./answers.js";
import { ask, type Refused } from "./ask.js";
import { follow } from "./follow.js";
import { MessageTable } from "./message-table.js";
import { Empty, Fault, Page } from "./page.js";
import { RevealNumber } from "./reveal-number.js";
import { addressOf } from "./route.js";
import { Trace } from "./trace.js";
import { useAsked } from "./use-asked.js";
import { useMay } from "./who.js";
import { toneOf, useWords } from "./words.js";

type Answer = Message | Found;

const text = (value: string | number | null | undefined): string | undefined =>
  value === undefined || value === null ? undefined : String(value);
const money = (value: Money | null | undefined): string | undefined => (value ? moneyText(value.micros) : undefined);

const Timeline = ({ timeline }: Pick<Message, "timeline">) => (
  <ol class="timeline">
    {timeline.map(({ at, state }, index) => {
      const before = timeline[index - 1];
      const later = before === undefined ? 0 : Date.parse(at) - Date.parse(before.at);
      return (
        <li key={`${at} ${state}`}>
          <span class={`tag ${toneOf(state)}`}>{state}</span>
          <time class="num" dateTime={at}>
            {clockWords(at)}
          </time>
          <span class="small quiet num">
            {later === 0 ? "" : `+${later < 1_000 ? `${later} ms` : spanWords(later)}`}
          </span>
        </li>
      );
    })}
  </ol>
);

const Story = ({ message, again }: { readonly message: Message; readonly again: () => Promise<void> }) => {
  const words = useWords();
  const maySend = useMay("send");
  const { messageId, receipt, state, trace } = message;
  // An outcome, or the log's row: each has fields of its own.
  const outcome = message.outcome as Partial<Outcome & LoggedMessage> | null;
  const reason = text(outcome?.reason);
  const word = reason === undefined ? undefined : words[reason];
  const facts: readonly (readonly [string, ComponentChildren | undefined])[] = [
    ["To", message.to === null ? undefined : <RevealNumber messageId={messageId} masked={message.to} />],
    ["Class", message.class ?? undefined],
    ["Recipient", text(outcome?.recipient)],
    ["Template", text(outcome?.template)],
    ["Belongs to", text(outcome?.correlationId)],
    ["Encoding", text(outcome?.encoding)],
    ["Parts", text(outcome?.segments)],
    ["Estimated", money(outcome?.estimatedCost)],
    ["Billed", money(receipt?.actualCost ?? outcome?.actualCost)],
    ["Provider id", text(outcome?.providerMessageId)],
    ["Carrier", text(receipt?.carrier ?? outcome?.carrier)],
    ["Provider says", text(receipt?.providerResponse)],
    ["Attempts", text(outcome?.attempts)],
    ["Waits until", message.until === undefined ? undefined : clockWords(message.until)],
    ["Because", message.because],
  ];
  const cancel = async () => {
    await ask("DELETE", `../v1/messages/${messageId}`).then(
      () => say("Cancelled"),
      (error: Refused) => say(error.message),
    );
    await again();
  };
  return (
    <Page
      title="One message"
      badge={<span class={`tag ${toneOf(state)}`}>{state}</span>}
      lead={
        <span class="row tight whole">
          <code>{messageId}</code>
          <CopyButton text={messageId} what="message id" />
        </span>
      }
      tools={
        state === "deferred" &&
        maySend && (
          <button type="button" onClick={() => void cancel()}>
            Cancel it
          </button>
        )
      }
    >
      {reason !== undefined && (
        <section class="card stack tight">
          <h2 class="bad">{word?.title ?? reason}</h2>
          <p>
            <Prose text={text(outcome?.detail) ?? ""} />
          </p>
          {word !== undefined && (
            <p>
              <strong>What to do:</strong> <Prose text={word.fix} />
            </p>
          )}
        </section>
      )}
      <div class="halves">
        <section class="card stack tight">
          <h2>What is known</h2>
          <dl class="facts num">
            {facts
              .filter(([, value]) => value !== undefined)
              .flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{value}</dd>])}
          </dl>
        </section>
        <section class="card stack tight">
          <h2>What happened</h2>
          <Timeline timeline={message.timeline} />
        </section>
      </div>
      <section class="card stack tight">
        <h2>Why</h2>
        {trace.length === 0 ? (
          <p class="quiet">The checks of this message are no longer kept.</p>
        ) : (
          <Trace steps={trace} />
        )}
      </section>
    </Page>
  );
};

/** One message as a story: what is known, what happened, why, and what to do. */
export const MessagePage = ({ id }: { readonly id: string }) => {
  const asked = useAsked<Answer>(`../v1/messages/${encodeURIComponent(id)}`, undefined, 5_000);
  const { answer, again } = asked;
  // A list of several has no stream of its own.
  const followed =
    answer === undefined || "messages" in answer || answer.outcome !== null ? undefined : answer.messageId;
  useEffect(
    () =>
      followed === undefined
        ? undefined
        : follow(`../v1/messages/${followed}/events`, { event: () => void again(), last: "outcome" }),
    [followed, again],
  );
  if (answer === undefined)
    return (
      <Page title="One message">
        {asked.fault?.status === 404 ? (
          <Empty title="No message is known by this name">
            <p>
              No event named it, or its message is kept no longer. An id, an order, a reference and a provider's id are
              all understood here. <a href={addressOf("messages")}>Search the messages</a>.
            </p>
          </Empty>
        ) : (
          <Fault of={asked} />
        )}
      </Page>
    );
  if ("messages" in answer)
    return (
      <Page title={id} lead="Several messages belong to it.">
        <MessageTable rows={answer.messages} />
      </Page>
    );
  return <Story message={answer} again={asked.again} />;
};
