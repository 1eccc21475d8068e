import { systemClock } from "../../src/adapters/system/clock.js";
import { smsGatewayContract } from "../contracts/sms-gateway.contract.js";
import { ScriptedGateway } from "./scripted-gateway.js";

smsGatewayContract("The gateway of the tests", async () => {
  const gateway = new ScriptedGateway(systemClock, 300);
  return {
    gateway,
    trouble: async (kind) => gateway.next(kind),
    received: async () => gateway.received,
    close: () => gateway.close(),
  };
});
