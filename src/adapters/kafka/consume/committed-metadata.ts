import type { Log } from "../../../application/ports/log.js";
import { createClient } from "../library/client.js";
import { readCommitMetadata } from "./commit-metadata.js";
import { readGroupOffsets } from "./group-offsets.js";
import { withAdmin } from "../library/with-admin.js";
import type { KafkaSettings } from "../library/settings.js";

/** The journals that the group's committed offsets name: for an operator who accepts the loss of them (`acceptLoss`). */
export const readCommittedMetadata = async (
  settings: KafkaSettings,
  topics: readonly string[],
  log: Log,
): Promise<readonly (string | null)[]> => {
  const names = topics.map((topic) => settings.KAFKA_TOPIC_PREFIX + topic);
  const offsets = await withAdmin(createClient(settings, log), (admin) =>
    readGroupOffsets(admin, settings.KAFKA_GROUP_ID, names),
  );
  const named = offsets.filter(({ committed }) => committed !== undefined);
  return [...new Set(named.map(({ metadata }) => readCommitMetadata(metadata)?.born ?? null))];
};
