import kafkajs, { type Admin } from "kafkajs";
import { expect, test } from "vitest";
import { findStrangers } from "../../../../src/adapters/kafka/consume/group-strangers.js";

const subscribed = (topics: readonly string[]) =>
  kafkajs.AssignerProtocol.MemberMetadata.encode({ version: 1, topics: [...topics], userData: Buffer.alloc(0) });
const ours = ["order.created", "sms.requested"];

test.each([
  ["one of the same", subscribed(ours), []],
  ["one of another version, which reads a topic more", subscribed([...ours, "sms.requested.promotional"]), []],
  ["one that has not joined yet", Buffer.alloc(0), []],
  ["one whose metadata nobody can read", Buffer.from([0, 1, 0, 0, 0, 9]), []],
  [
    "one of another deployment",
    subscribed(["acme.a", "acme.b", "acme.c", "acme.d"]),
    [
      "The group g has a member of another deployment (sms-service at /10.0.0.7, which reads acme.a, acme.b, acme.c, …): " +
        "each takes the other's partitions. Give each its own KAFKA_GROUP_ID",
    ],
  ],
])("%s", async (_, memberMetadata, says) => {
  const member = {
    clientId: "sms-service",
    clientHost: "/10.0.0.7",
    memberId: "m",
    memberMetadata,
    memberAssignment: Buffer.alloc(0),
  };
  const admin = { describeGroups: async () => ({ groups: [{ members: [member] }] }) } as unknown as Admin;
  expect(await findStrangers(admin, "g", ours)).toEqual(says);
});
