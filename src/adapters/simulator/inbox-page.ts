import { createHash } from "node:crypto";

const style = `
:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}
body{margin:0;padding:1.5rem;background:light-dark(#eef1f5,#14171c);color:light-dark(#1b2430,#e6e9ee)}
header{display:flex;gap:1rem;align-items:baseline;flex-wrap:wrap}
h1{font-size:1.3rem;margin:0}
button{font:inherit;padding:.2rem .8rem}
#phones{display:flex;flex-wrap:wrap;gap:1.2rem;margin-top:1.2rem;align-items:flex-start}
.phone{width:19rem;border:6px solid light-dark(#2b3442,#4a5361);border-radius:1.6rem;padding:.8rem;background:light-dark(#fff,#1d222a)}
.phone h2{font-size:1rem;margin:.1rem 0 .6rem;text-align:center}
.phone ol{list-style:none;margin:0;padding:0;max-height:26rem;overflow:auto;display:grid;gap:.6rem}
.text{background:light-dark(#e4ecfb,#2b3a55);border-radius:.9rem;padding:.5rem .7rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
small{color:light-dark(#5a6675,#9aa5b4)}
#outcomes{font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;padding-left:1.5rem}
`;

/** Everything shown goes through textContent: nothing in a text is ever markup. */
const script = `
const make = (tag, text, name) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (name) node.className = name;
  return node;
};
const get = async (path) => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(path + " answered " + answer.status);
  return answer.json();
};
const bubble = (message) => {
  const item = make("li");
  const sender = message.attributes["AWS.SNS.SMS.SenderID"] ?? message.attributes["AWS.MM.SMS.OriginationNumber"];
  const parts = message.segments + (message.segments === 1 ? " part" : " parts");
  const facts = [new Date(message.at).toLocaleTimeString(), message.encoding, parts, message.attributes["AWS.SNS.SMS.SMSType"]];
  if (sender) item.append(make("small", "from " + sender));
  item.append(make("p", message.text, "text"), make("small", facts.filter(Boolean).join(" · ")));
  return item;
};
const phone = ([number, messages]) => {
  const section = make("section", undefined, "phone");
  const list = make("ol");
  list.append(...messages.slice(-50).reverse().map(bubble));
  section.append(make("h2", number), list);
  return section;
};
let shown = "";
const state = document.getElementById("state");
const refresh = async () => {
  try {
    const [{ messages }, { outcomes }] = await Promise.all([get("/api/messages"), get("/api/outcomes")]);
    const now = messages.length + "/" + (messages.at(-1)?.messageId ?? "") + "/" + JSON.stringify(outcomes.slice(-50));
    state.textContent = messages.length + (messages.length === 1 ? " text" : " texts");
    if (now !== shown) {
      const phones = new Map();
      for (const message of messages) {
        const own = phones.get(message.phone) ?? [];
        phones.delete(message.phone);
        phones.set(message.phone, [...own.slice(-49), message]);
      }
      document.getElementById("phones").replaceChildren(...[...phones].reverse().slice(0, 60).map(phone));
      document.getElementById("outcomes").replaceChildren(
        ...outcomes.slice(-50).reverse().map((outcome) => make("li", JSON.stringify(outcome))),
      );
      document.getElementById("happened").hidden = outcomes.length === 0;
      shown = now;
    }
  } catch {
    state.textContent = "the simulator does not answer";
  }
  setTimeout(refresh, 1000);
};
document.getElementById("clear").addEventListener("click", () => fetch("/api/messages", { method: "DELETE" }));
refresh();
`;

const sha256 = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export const inboxPolicy = `default-src 'none'; connect-src 'self'; script-src ${sha256(script)}; style-src ${sha256(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export const inboxPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Phones</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body>
<header><h1>Simulated phones</h1><small id="state" role="status"></small><button id="clear" type="button">Delete all texts</button></header>
<main><div id="phones"></div>
<section id="happened" hidden><h2>Outcomes</h2><ol id="outcomes"></ol></section></main>
<script>${script}</script>
</body>
</html>
`;
