import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type SmsStage, startSmsStage } from "../../src/composition/stage.js";
import { openBrowser, openPage, takePictures } from "../support/browser.js";
import { callStage, keys } from "../support/console-stage.js";
import { describeWith } from "../support/needs.js";

/** A wire to the service that can be cut, and mended at the same address. */
const wireTo = async (port: number) => {
  const sockets = new Set<Socket>();
  let server: Server;
  const lay = async (at: number): Promise<number> => {
    server = createServer((near) => {
      const far = connect(port, "127.0.0.1");
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((done) => server.listen(at, "127.0.0.1", done));
    return (server.address() as AddressInfo).port;
  };
  const cut = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const at = await lay(0);
  return { url: `http://127.0.0.1:${at}`, cut, mend: () => lay(at) };
};

describeWith(["chromium"], "the console, live", () => {
  let browser: Browser;
  let stage: SmsStage;
  let wire: Awaited<ReturnType<typeof wireTo>>;
  let page: Page;
  let faults: string[];
  let close: () => Promise<void>;
  let asked: { url: string; lastId: string | undefined }[];

  beforeAll(async () => {
    browser = await openBrowser();
    stage = await startSmsStage({ API_KEYS: `ops:${keys.ops}:send+read+otp+admin` });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });
  beforeEach(async () => {
    wire = await wireTo(Number(new URL(stage.url).port));
    ({ page, faults, close } = await openPage(browser));
    asked = [];
    page.on("request", (request) =>
      asked.push({ url: new URL(request.url()).pathname, lastId: request.headers()["last-event-id"] }),
    );
    await page.goto(`${wire.url}/console/`);
    await page.getByLabel("Key").fill(keys.ops);
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Live").waitFor();
  });
  afterEach(async () => {
    await close();
    await wire.cut();
  });
  const streams = () => asked.filter(({ url }) => url === "/console/live");

  test("what happens is seen: the count on Now, the row of a list, the steps of a message", async () => {
    const sent = page.locator(".stat", { hasText: "Texts a second" });
    await sent.getByText("texts sent").waitFor();
    await stage.publish("sms.requested", { to: "+919876543210", text: "hello" });
    await sent.getByText("1 text sent").waitFor();
    expect(asked.filter(({ url }) => url === "/metrics")).toEqual([]);

    await page.getByRole("link", { name: "Messages" }).click();
    await page.locator(".rows tbody tr").nth(0).waitFor();
    await stage.publish("sms.requested", { to: "+919876543211", text: "hello", correlationId: "ORD-LIVE" });
    await page.locator(".rows tbody tr").nth(1).waitFor();
    expect(streams()).toHaveLength(1);

    const waiting = { to: "+919876543212", text: "later", sendAt: new Date(Date.now() + 3_600_000).toISOString() };
    const { messageId } = (await (await callStage(stage, "POST", "/v1/messages", waiting)).json()) as {
      messageId: string;
    };
    await page.goto(`${wire.url}/console/#/messages/${messageId}`);
    await page.locator(".timeline", { hasText: "deferred" }).waitFor();
    await expect.poll(() => asked.map(({ url }) => url)).toContain(`/v1/messages/${messageId}/events`);
    await callStage(stage, "DELETE", `/v1/messages/${messageId}`);
    await page.locator(".timeline", { hasText: "failed" }).waitFor();
    expect(faults).toEqual([]);
  });

  test("a service that is gone is said to be gone; when it is back, the stream goes on behind what was told", async () => {
    await page.locator(".chart canvas").waitFor();
    const looked = streams().length;
    await wire.cut();
    await page.getByText("The service does not answer; these are the figures of").waitFor();
    await page.getByRole("status").getByText("No answer").waitFor();
    await takePictures(page, "console-now-away");
    await wire.mend();
    await page.getByRole("status").getByText("Live").waitFor({ timeout: 60_000 });
    await page.getByText("The service does not answer").waitFor({ state: "detached" });
    expect(streams().length).toBeGreaterThan(looked);
    expect(Number(streams().at(-1)!.lastId)).toBeGreaterThan(0);
  }, 90_000);

  test("a page that nobody looks at holds no stream, and takes it up again", async () => {
    const ended = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/console/live"));
    const hide = (hidden: boolean) =>
      page.evaluate((is) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => is });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await hide(true);
    await ended;
    const held = streams().length;
    await hide(false);
    await expect.poll(() => streams().length).toBe(held + 1);
    await page.getByRole("status").getByText("Live").waitFor();
    expect(faults).toEqual([]);
  });

  test("who signs out ends the stream", async () => {
    const ended = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/console/live"));
    await page.getByRole("button", { name: "Sign out ops" }).click();
    await ended;
    await page.getByLabel("Key").waitFor();
  });
});
