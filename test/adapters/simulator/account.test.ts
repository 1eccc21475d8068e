import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../../src/adapters/simulator/simulator.js";
import { createSnsAccount } from "../../../src/adapters/sns/sms-account.js";
import { AccountRefused } from "../../../src/application/ports/sms-account.js";
import { smsAccountContract } from "../../contracts/sms-account.contract.js";

const credentials = { accessKeyId: "simulated", secretAccessKey: "simulated" };
const accountOf = ({ url }: Simulator) => createSnsAccount({ region: "ap-south-1", endpoint: url, credentials });

smsAccountContract("the simulator through the SNS adapter", async () => {
  const simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
  const account = accountOf(simulator);
  return {
    account,
    codeTo: async (to) => {
      const answer = await fetch(`${simulator.url}/api/code?to=${encodeURIComponent(to)}&timeout=5000`);
      return ((await answer.json()) as { code: string }).code;
    },
    close: async () => {
      account.close();
      await simulator.close();
    },
  };
});

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
});
afterAll(() => simulator?.close());

test("a value that SNS would refuse is refused, and an account takes ten numbers", async () => {
  const account = accountOf(simulator);
  await expect(account.setAttributes({ MonthlySpendLimit: "lots" })).rejects.toThrow(
    new AccountRefused("SetSMSAttributes was answered with InvalidParameterException, HTTP 400"),
  );
  for (let n = 0; n < 10; n += 1) await account.addSandboxNumber(`+91987654320${n}`, undefined);
  await expect(account.addSandboxNumber("+919876543299", undefined)).rejects.toThrow(/UserError/);
  account.close();
});
