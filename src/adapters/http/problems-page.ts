import { escaped, page, prose } from "./page.js";
import { problemWords } from "./problem.js";

/** `/docs/problems`: each word of `code` and `reason`, under its own anchor. */
export const problemsPage = (): string => {
  const words = Object.entries(problemWords).sort(([a], [b]) => (a < b ? -1 : 1));
  const list = words.map(([code]) => `<li><a href="#${code}"><code>${code}</code></a></li>`).join("");
  const sections = words.map(
    ([code, { title, means, causes, fix }]) => `<section id="${code}"><h2><code>${code}</code></h2>
<p><strong>${escaped(title)}.</strong> ${prose(means)}</p>
<dl><dt>Likely causes</dt><dd>${prose(causes)}</dd><dt>What to do</dt><dd>${prose(fix)}</dd></dl></section>`,
  );
  return page(
    "Problems · sms-service",
    `<p><a href="/docs">API</a></p><h1>Problems</h1>
<p class="quiet">Every word that an answer's <code>code</code> or an outcome's <code>reason</code> may be.</p>
<nav aria-label="Words"><ul>${list}</ul></nav>
${sections.join("\n")}`,
  );
};
