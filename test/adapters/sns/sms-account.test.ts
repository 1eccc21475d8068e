import { afterAll, beforeAll, expect, test } from "vitest";
import { createSnsAccount } from "../../../src/adapters/sns/sms-account.js";
import { freePort } from "../../support/free-port.js";
import { type MotoServer, startMoto } from "../../support/moto-server.js";
import { smsAccountContract } from "../../contracts/sms-account.contract.js";
import { describeWith } from "../../support/needs.js";

describeWith(["moto_server"], "the account by moto", () => {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
    process.env["AWS_ACCESS_KEY_ID"] ??= "test";
    process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  });
  afterAll(async () => {
    await moto?.close();
  });

  smsAccountContract(
    "moto",
    async () => {
      const account = createSnsAccount({ region: "us-east-1", endpoint: moto.url });
      return { account, close: async () => account.close() };
    },
    false,
  );

  test("tells its attributes; moto does not know of sandboxes", async () => {
    const account = createSnsAccount({ region: "us-east-1", endpoint: moto.url });
    expect(await account.ask()).toMatchObject({ kind: "answered", isInSandbox: undefined });
    account.close();
  });

  test("an endpoint that does not answer is named, and nothing is thrown", async () => {
    const account = createSnsAccount({ region: "us-east-1", endpoint: `http://127.0.0.1:${await freePort()}` });
    expect(await account.ask()).toMatchObject({
      kind: "unavailable",
      why: expect.stringContaining("GetSMSAttributes"),
    });
    account.close();
  });
});
