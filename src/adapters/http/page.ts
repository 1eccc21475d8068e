import { createHash } from "node:crypto";

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Backticks of our own texts are code. */
export const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");

const style = `:root{color-scheme:light dark;--quiet:light-dark(#5b6470,#9aa4b1);--line:light-dark(#dfe3e8,#2c333b);--soft:light-dark(#f5f7f9,#161b21);--link:light-dark(#0b57a4,#7db7ff)}
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:1.5rem 1rem 4rem;background:light-dark(#fff,#0d1117);color:light-dark(#1b2026,#e3e8ee)}
h1{font-size:1.75rem;margin:0 0 .25rem}h2{font-size:1.25rem;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}h3{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.25rem 0 .75rem}a{color:var(--link)}code,pre{font:.875rem/1.5 ui-monospace,monospace}code{background:var(--soft);padding:.1em .3em;border-radius:3px}
pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow-x:auto;margin:.25rem 0 .75rem}pre code{background:none;padding:0}
table{border-collapse:collapse;width:100%;margin:.25rem 0 .75rem;font-size:.9375rem}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}th{color:var(--quiet);font-weight:500}
nav ul{columns:2;list-style:none;padding:0;font-size:.9375rem}details{margin:.25rem 0}summary{cursor:pointer;color:var(--quiet)}.quiet{color:var(--quiet)}dt{color:var(--quiet);font-size:.875rem}dd{margin:0 0 .5rem}
@media(max-width:32rem){nav ul{columns:1}}`;

/** Nothing but this style, and nothing from elsewhere. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body>
${body}
</body></html>
`;
