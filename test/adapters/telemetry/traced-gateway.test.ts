import { tracedGateway } from "../../../src/adapters/telemetry/traced-gateway.js";
import { smsGatewayContract } from "../../contracts/sms-gateway.contract.js";
import { startSimulator } from "../../../src/adapters/simulator/simulator.js";
import type { SimulatedMessage } from "../../../src/adapters/simulator/simulated-message.js";
import { SnsSmsGateway } from "../../../src/adapters/sns/sms-gateway.js";

/** A gateway whose calls are traced keeps every promise of the one behind it: whoever asks before a call leaves is asked. */
smsGatewayContract("A traced gateway against the simulator", async () => {
  const simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
  const gateway = tracedGateway(
    new SnsSmsGateway({
      ...{ endpoint: simulator.url, region: "ap-south-1", maxSockets: 8 },
      ...{ credentials: { accessKeyId: "simulated", secretAccessKey: "simulated" } },
      ...{ connectTimeoutMs: 300, requestTimeoutMs: 600 },
    }),
  );
  return {
    gateway,
    received: async () =>
      ((await (await fetch(`${simulator.url}/api/messages`)).json()) as { messages: SimulatedMessage[] }).messages,
    trouble: async (kind) => {
      const body = JSON.stringify({ kind, times: 1, ms: 200 });
      await fetch(`${simulator.url}/api/faults`, { method: "PUT", body });
    },
    close: async () => {
      await gateway.close();
      await simulator.close();
    },
  };
});
