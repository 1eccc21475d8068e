import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/adapters/environment/config.js";
import { createReloadFiles } from "../../src/composition/reload-files.js";
import { type RunningService, startService } from "../../src/composition/service.js";

const folder = mkdtempSync(join(tmpdir(), "sms-reload-"));
const templates = join(folder, "templates");
const limits = join(folder, "limits.yaml");
const whole = () => {
  rmSync(templates, { recursive: true, force: true });
  cpSync("templates", templates, { recursive: true });
  writeFileSync(limits, "money: { month: 100 }");
};

let service: RunningService;
let reload: () => string;
beforeAll(async () => {
  whole();
  service = await startService(
    readConfig({
      ...{ HTTP_PORT: "0", SIMULATOR_PORT: "0", LOG_LEVEL: "silent" },
      ...{ SMS_TEMPLATES_DIR: templates, SMS_LIMITS: limits },
    }),
  );
  reload = createReloadFiles(service.services);
});
afterAll(() => service.stop());

const warnings = async (): Promise<readonly string[]> =>
  ((await (await fetch(`${service.url}/readyz`)).json()) as { readonly warnings: readonly string[] }).warnings;

test.each<[string, () => void, string, string]>([
  [
    "a template is half written",
    () => writeFileSync(join(templates, "order_confirmation.yaml"), "class: transactional\nvariables: {"),
    "templates",
    "order_confirmation.yaml:2: ",
  ],
  [
    "the folder vanished",
    () => rmSync(templates, { recursive: true }),
    "templates",
    ":1: can't be read: there is no file",
  ],
  ["the limits vanished", () => rmSync(limits), "limits", "there is no file"],
  ["the limits were emptied", () => writeFileSync(limits, ""), "limits", "the file is empty"],
])(
  "%s: the old ones stay, which is told at once and at /readyz until they are read again",
  async (_, spoil, of, why) => {
    const before = await warnings();
    const inUse = [service.services.get("templates").current(), service.services.get("limitsStore").current()];
    spoil();
    const told = reload();
    expect(told).toContain(`${of} not read again, the old ones stay:\n  `);
    expect(told).toContain(why);
    // The other kind of file is read.
    expect(told).toContain(of === "limits" ? "templates read again: 14" : "limits read again");
    const now = [service.services.get("templates").current(), service.services.get("limitsStore").current()];
    expect(now[of === "templates" ? 0 : 1]).toBe(inUse[of === "templates" ? 0 : 1]);
    const [warning, ...more] = (await warnings()).filter((one) => !before.includes(one));
    expect([warning, more]).toEqual([
      expect.stringMatching(
        new RegExp(`^The ${of} were not read again at .*Z, the old ones stay; .* then send SIGHUP$`, "u"),
      ),
      [],
    ]);
    expect(warning, "it asks for no key").not.toContain(folder);
    reload();
    expect(await warnings(), "once, however often it was tried").toHaveLength(before.length + 1);
    whole();
    expect(reload()).toBe("templates read again: 14\nlimits read again");
    expect(await warnings()).toEqual(before);
  },
);
