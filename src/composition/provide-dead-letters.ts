import { createDiscardDeadLetters } from "../application/dead-letters/discard-dead-letters.js";
import { createListDeadLetters } from "../application/dead-letters/list-dead-letters.js";
import { createReplayDeadLetters } from "../application/dead-letters/replay-dead-letters.js";
import { createShowDeadLetter } from "../application/dead-letters/show-dead-letter.js";
import type { Config } from "../adapters/environment/config.js";
import type { Services } from "./services.js";
import type { Wiring } from "./wiring.js";

/** Records that could not be processed: what an operator does with them. */
export const provideDeadLetters = (wiring: Wiring<Services>, config: Config): Wiring<Services> => {
  const topicPrefix = config.KAFKA_TOPIC_PREFIX;
  return wiring
    .provide("deadLetterLog", ["events"], ({ events }) => events.deadLetterLog)
    .provide("deadLetterMarks", ["store"], ({ store }) => store.deadLetterMarks)
    .provide("listDeadLetters", ["deadLetterLog", "deadLetterMarks"], (needs) =>
      createListDeadLetters({ ...needs, topicPrefix }),
    )
    .provide("showDeadLetter", ["deadLetterLog", "deadLetterMarks", "log"], (needs) =>
      createShowDeadLetter({ ...needs, topicPrefix }),
    )
    .provide(
      "replayDeadLetters",
      ["clock", "deadLetterLog", "deadLetterMarks", "eventPublisher", "journal", "log", "readEvent"],
      (needs) => createReplayDeadLetters({ ...needs, topicPrefix }),
    )
    .provide("discardDeadLetters", ["clock", "deadLetterLog", "deadLetterMarks", "log"], (needs) =>
      createDiscardDeadLetters({ ...needs, topicPrefix }),
    );
};
