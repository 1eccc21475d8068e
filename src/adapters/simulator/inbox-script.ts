/**
 * The inbox page's behaviour, run by the browser: asks for news twice a second and adds only that, so that scrolling
 * and selecting are left alone. Everything shown goes through textContent: nothing in a text is ever markup.
 */
export const inboxScript = `
const byId = (id) => document.getElementById(id);
const make = (tag, name, text) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
};
const count = (n, one) => n + " " + one + (n === 1 ? "" : "s");
const clock = (instant) => new Date(instant).toLocaleTimeString();
const words = (...parts) => parts.filter(Boolean).join(" · ");

const phones = new Map();
const phoneOf = (number) => {
  if (!phones.has(number)) {
    const node = make("section", "phone");
    const head = make("header");
    const phone = { node, list: make("ol"), role: make("span", "role"), items: new Map() };
    head.append(make("h2", "", number), phone.role);
    node.append(head, phone.list);
    phones.set(number, phone);
    byId("phones").append(node);
  }
  return phones.get(number);
};
const itemOf = (message) => {
  const item = make("li", "new");
  const sender = message.attributes["AWS.SNS.SMS.SenderID"] ?? message.attributes["AWS.MM.SMS.OriginationNumber"];
  const kind = message.attributes["AWS.SNS.SMS.SMSType"];
  if (sender) item.append(make("p", "sender", "Sender " + sender));
  item.append(
    make("p", "text", message.text),
    make("p", "facts", words(message.encoding, count(message.segments, "part"), message.cost)),
    make("p", "facts", words(clock(message.at), kind && kind.toLowerCase())),
  );
  return item;
};
const showMessages = (messages) => {
  const shown = new Map();
  for (const message of messages) {
    const phone = phoneOf(message.phone);
    if (!phone.items.has(message.messageId)) {
      const atEnd = phone.list.scrollHeight - phone.list.scrollTop - phone.list.clientHeight < 40;
      const item = itemOf(message);
      phone.items.set(message.messageId, item);
      phone.list.append(item);
      if (atEnd) phone.list.scrollTop = phone.list.scrollHeight;
    }
    if (!shown.has(message.phone)) shown.set(message.phone, new Set());
    shown.get(message.phone).add(message.messageId);
  }
  for (const [number, phone] of phones) {
    const own = shown.get(number);
    for (const [id, item] of phone.items)
      if (!own?.has(id)) {
        item.remove();
        phone.items.delete(id);
      }
    if (own === undefined) {
      phone.node.remove();
      phones.delete(number);
    }
  }
};
const showRoles = (outcomes) => {
  const roles = new Map();
  for (const { to, recipient } of outcomes) if (to && recipient) roles.set(to, (roles.get(to) ?? new Set()).add(recipient));
  for (const [number, phone] of phones) phone.role.textContent = [...(roles.get(number) ?? [])].join(", ");
};
const outcomeOf = (outcome) => {
  const sent = outcome.status === "sent";
  const item = make("li", sent ? "sent" : "failed");
  const line = make("div", "line");
  line.append(make("span", "tag", (sent ? "✓ sent" : "✗ failed") + (outcome.reason ? ": " + outcome.reason : "")));
  if (outcome.occurredAt) line.append(make("time", "", clock(outcome.occurredAt)));
  item.append(line, make("div", "", words(outcome.template ?? (outcome.to && "text"), outcome.recipient)));
  item.append(make("p", "detail", words(outcome.to, outcome.correlationId, outcome.source?.topic)));
  if (outcome.detail) item.append(make("p", "detail", outcome.detail));
  return item;
};

let etag = "";
let away = false;
const state = byId("state");
const show = ({ total, messages, outcomes, faults }) => {
  showMessages(messages);
  showRoles(outcomes);
  byId("outcomes").replaceChildren(...outcomes.toReversed().map(outcomeOf));
  byId("happened").hidden = outcomes.length === 0;
  byId("empty").hidden = total > 0;
  byId("faults").hidden = faults.length === 0;
  byId("faults").textContent =
    "Faults: " + faults.map((one) => words(one.kind, one.number ?? "every number", one.times && one.times + " left")).join("; ");
  const rest = total > messages.length ? ", the last " + messages.length + " shown" : "";
  state.textContent = count(total, "text") + rest;
};
const refresh = async () => {
  try {
    const answer = await fetch("/api/inbox", { cache: "no-store", headers: etag && !away ? { "if-none-match": etag } : {} });
    if (answer.status !== 304) {
      if (!answer.ok) throw new Error("answered " + answer.status);
      show(await answer.json());
      etag = answer.headers.get("etag");
      away = false;
    }
  } catch {
    away = true;
    state.textContent = "the simulator does not answer";
  }
  state.className = away ? "away" : "";
  setTimeout(refresh, 500);
};
byId("clear").addEventListener("click", () => fetch("/api/messages", { method: "DELETE" }));
for (const node of document.querySelectorAll(".origin")) node.textContent = location.origin;
refresh();
`;
