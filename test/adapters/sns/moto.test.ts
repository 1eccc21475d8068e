import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import {
  CheckIfPhoneNumberIsOptedOutCommand,
  GetSMSAttributesCommand,
  ListPhoneNumbersOptedOutCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetSMSAttributesCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../../src/adapters/simulator/simulator.js";
import { SnsSmsGateway } from "../../../src/adapters/sns/sms-gateway.js";
import { smsGatewayContract } from "../../contracts/sms-gateway.contract.js";
import { type MotoServer, startMoto } from "../../support/moto-server.js";
import { describeWith } from "../../support/needs.js";
import { programPath } from "../../support/program-path.js";

const credentials = { accessKeyId: "simulated", secretAccessKey: "simulated" };
const region = "ap-south-1";

/** moto, an independent imitation of SNS, is the second opinion on what the adapter sends and the simulator answers. */
describeWith(["moto_server"], "with moto", () => {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto?.close());
  beforeEach(() => moto.reset());

  smsGatewayContract(
    "SNS against moto",
    async () => {
      const gateway = new SnsSmsGateway({ endpoint: moto.url, region, credentials, maxSockets: 8 });
      return {
        gateway,
        received: async () =>
          (await moto.texts()).map(({ phone_number, message }) => ({ phone: phone_number, text: message })),
        close: () => gateway.close(),
      };
    },
    false,
  );

  describe("the simulator answers as moto does", () => {
    let simulator: Simulator;
    let clients: readonly SNSClient[];
    beforeAll(async () => {
      simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
      clients = [moto.url, simulator.url].map(
        (endpoint) => new SNSClient({ endpoint, region, credentials, maxAttempts: 1 }),
      );
    });
    afterAll(async () => {
      for (const client of clients) client.destroy();
      await simulator.close();
    });

    const number = "+919876543210";
    const smsType = { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } };
    const calls: [string, (client: SNSClient) => Promise<unknown>][] = [
      [
        "a text with attributes",
        async (client) => {
          const { MessageId } = await client.send(
            new PublishCommand({ PhoneNumber: number, Message: "hi", MessageAttributes: smsType }),
          );
          return /^[0-9a-f-]{36}$/u.test(MessageId ?? "");
        },
      ],
      ["a number that is none", (client) => client.send(new PublishCommand({ PhoneNumber: "nobody", Message: "hi" }))],
      ["an opt-out check", (client) => client.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: number }))],
      ["an opt-in", (client) => client.send(new OptInPhoneNumberCommand({ phoneNumber: number }))],
      [
        "attributes that were set",
        async (client) => {
          await client.send(new SetSMSAttributesCommand({ attributes: { DefaultSMSType: "Promotional" } }));
          return client.send(new GetSMSAttributesCommand({ attributes: ["DefaultSMSType"] }));
        },
      ],
      [
        "an opt-out list",
        async (client) => Array.isArray((await client.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers),
      ],
    ];
    /** What a caller can tell apart: the result without its metadata, or the error's name and HTTP status. */
    const seen = async (call: Promise<unknown>): Promise<unknown> => {
      try {
        const result = await call;
        if (typeof result !== "object" || result === null) return result;
        return { ...result, $metadata: undefined };
      } catch (error) {
        const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
        return { name, status: $metadata?.httpStatusCode };
      }
    };
    test.each(calls)("%s", async (_, call) => {
      const [ofMoto, ofSimulator] = await Promise.all(clients.map((client) => seen(call(client))));
      expect(ofSimulator).toEqual(ofMoto);
    });
  });

  test("the simulator serves another language's SDK: Python's boto3, which moto brings along", async () => {
    const simulator = await startSimulator({ host: "127.0.0.1", port: 0 });
    try {
      const python = join(dirname(programPath("moto_server")!), "python3");
      const { stdout } = await promisify(execFile)(python, ["test/support/boto3-publish.py", simulator.url]);
      expect(JSON.parse(stdout)).toEqual({ accepted: true, refused: ["InvalidParameter", 400], optedOut: [] });
      const { messages } = (await (await fetch(`${simulator.url}/api/messages`)).json()) as { messages: unknown[] };
      expect(messages).toMatchObject([
        { phone: "+919876543210", text: "नमस्ते & <hi>", attributes: { "AWS.SNS.SMS.SenderID": "ACMEIN" } },
      ]);
    } finally {
      await simulator.close();
    }
  });
});
