import kafkajs, { type Admin } from "kafkajs";

const shownTopics = 3;

/**
 * A sentence for each member of the group that reads none of these topics (full names): it belongs to another
 * deployment, and the two take each other's partitions. A member that reads some of them runs another version, and is
 * no stranger.
 */
export const findStrangers = async (
  admin: Admin,
  groupId: string,
  topics: readonly string[],
): Promise<readonly string[]> => {
  const { groups } = await admin.describeGroups([groupId]);
  const members = groups.flatMap((group) => group.members);
  return members.flatMap(({ clientId, clientHost, memberMetadata }) => {
    const theirs = memberMetadata.length === 0 ? [] : topicsOf(memberMetadata);
    if (theirs.length === 0 || theirs.some((topic) => topics.includes(topic))) return [];
    const shown = [...theirs.slice(0, shownTopics), ...(theirs.length > shownTopics ? ["…"] : [])].join(", ");
    return [
      `The group ${groupId} has a member of another deployment (${clientId} at ${clientHost}, which reads ${shown}): ` +
        "each takes the other's partitions. Give each its own KAFKA_GROUP_ID",
    ];
  });
};

const topicsOf = (metadata: Buffer): readonly string[] => {
  try {
    return kafkajs.AssignerProtocol.MemberMetadata.decode(metadata)?.topics ?? [];
  } catch {
    return [];
  }
};
