import { freePort } from "./free-port.js";
import { type KafkaServer, startKafka } from "./kafka-server.js";

/** A broker with two listeners: one that everybody may use, as `User:ANONYMOUS`, and one whose clients sign in. */
export const startAskingKafka = async (
  mechanism: "PLAIN" | "SCRAM-SHA-512",
  jaas: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<{ readonly kafka: KafkaServer; readonly asking: string }> => {
  const [plain, asking, controller] = await Promise.all([freePort(), freePort(), freePort()]);
  const address = (port: number) => `127.0.0.1:${port}`;
  const kafka = await startKafka({
    port: plain,
    properties: {
      "controller.quorum.voters": `1@${address(controller)}`,
      listeners: `PLAINTEXT://${address(plain)},ASKING://${address(asking)},CONTROLLER://${address(controller)}`,
      "advertised.listeners": `PLAINTEXT://${address(plain)},ASKING://${address(asking)}`,
      "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,ASKING:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
      "inter.broker.listener.name": "PLAINTEXT",
      "sasl.enabled.mechanisms": mechanism,
      [`listener.name.asking.${mechanism.toLowerCase()}.sasl.jaas.config`]: jaas,
      ...properties,
    },
  });
  return { kafka, asking: address(asking) };
};
