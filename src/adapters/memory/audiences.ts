import { type Audience, type AudienceRow, type Audiences, withoutNumber } from "../../application/ports/audiences.js";
import type { Clock } from "../../application/ports/clock.js";
import type { FileFault } from "../../domain/campaign/checked-file.js";

interface Kept {
  audience?: Audience;
  readonly chunks: Map<number, readonly AudienceRow[]>;
  readonly faults: FileFault[];
  until: number;
}

const mostFaults = 100_000;

/** Audiences of one process: forgotten at its end. */
export const createMemoryAudiences = ({
  clock,
  keepMs,
}: {
  readonly clock: Clock;
  readonly keepMs: number;
}): Audiences => {
  const uploads = new Map<string, Kept>();
  const now = () => clock.now().getTime();

  const keptOf = (uploadId: string): Kept | undefined => {
    const kept = uploads.get(uploadId);
    if (kept === undefined || kept.until > now()) return kept;
    uploads.delete(uploadId);
    return undefined;
  };
  const held = (uploadId: string): Kept => {
    for (const id of uploads.keys()) keptOf(id);
    const kept = keptOf(uploadId) ?? { chunks: new Map(), faults: [], until: 0 };
    kept.until = Math.max(kept.until, now() + keepMs);
    uploads.set(uploadId, kept);
    return kept;
  };

  return {
    add: async (uploadId, chunk, rows) => {
      const { chunks } = held(uploadId);
      if (!chunks.has(chunk)) chunks.set(chunk, rows);
    },
    fault: async (uploadId, faults) => {
      const kept = held(uploadId);
      kept.faults.push(...faults.slice(0, mostFaults - kept.faults.length));
    },
    seal: async (audience) => {
      held(audience.uploadId).audience = audience;
    },
    read: async (uploadId) => keptOf(uploadId)?.audience,
    chunk: async (uploadId, chunk) => keptOf(uploadId)?.chunks.get(chunk),
    faults: async (uploadId, from, limit) => keptOf(uploadId)?.faults.slice(from, from + limit) ?? [],
    keepFor: async (uploadId, ms) => {
      const kept = keptOf(uploadId);
      if (kept !== undefined) kept.until = now() + ms;
    },
    forget: async (e164) => {
      let found = 0;
      for (const id of uploads.keys())
        for (const [chunk, rows] of keptOf(id)?.chunks ?? []) {
          const without = withoutNumber(rows, e164);
          if (without === undefined) continue;
          uploads.get(id)?.chunks.set(chunk, without.left);
          found += without.found;
        }
      return found;
    },
    freeBytes: async () => undefined,
  };
};
