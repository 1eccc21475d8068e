import { nearestName } from "./nearest-name.js";

/** A sentence about a topic that no event has, with the one that was probably meant. */
export const unknownTopic = (topic: string, known: readonly string[]): string => {
  const nearest = nearestName(topic, known);
  const meant = nearest === undefined ? "" : `did you mean ${nearest}? `;
  return `No event has the topic ${topic}; ${meant}known are ${known.join(", ")}`;
};
