import { createHash } from "node:crypto";
import { inboxScript } from "./inbox-script.js";
import { inboxStyle } from "./inbox-style.js";

const sha256 = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Only this page's own script and style run, and only this server is asked. */
export const inboxPolicy = `default-src 'none'; connect-src 'self'; script-src ${sha256(inboxScript)}; style-src ${sha256(inboxStyle)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The phone inbox: phones with their texts as they arrive, and the service's outcome for each. */
export const inboxPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Phone inbox</title><link rel="icon" href="data:,"><style>${inboxStyle}</style></head>
<body>
<header><h1>Simulated phones</h1><span id="state" role="status"></span><button id="clear" type="button">Delete all texts</button></header>
<div id="faults" role="alert" hidden></div>
<main><div>
<div id="empty"><p>No text yet. With the service running, <code>npm run sample</code> sends four.</p>
<p>Any AWS SDK can send here too: set <code>AWS_ENDPOINT_URL_SNS=<span class="origin"></span></code>, any region and any credentials.</p></div>
<div id="phones"></div></div>
<section id="happened" aria-label="Outcome events" hidden><h2>Outcome events</h2><ol id="outcomes"></ol></section></main>
<script>${inboxScript}</script>
</body>
</html>
`;
