import { deflateRawSync, inflateRawSync } from "node:zlib";
import {
  type Audience,
  type AudienceRow,
  type Audiences,
  withoutNumber,
} from "../../../application/ports/audiences.js";
import type { Sealing } from "../../../application/ports/sealing.js";
import type { FileFault } from "../../../domain/campaign/checked-file.js";
import { ownRecord } from "../../../domain/own-record.js";
import { whereReadable } from "../../../domain/where-readable.js";
import type { RedisClient } from "../server/client.js";
import { script } from "../server/script.js";
import { lua } from "./lua.js";

interface AudienceNeeds {
  readonly client: Pick<RedisClient, "evaluate" | "everyMaster">;
  readonly namespace: string;
  readonly sealing: Sealing;
  /** An audience that no campaign uses is kept so long. */
  readonly keepMs: number;
}

type KeptAudience = Omit<Audience, "createdAt"> & { readonly createdAt: string };

const faultFields = { line: "number", fault: "string" } as const;

const mostFaults = 100_000;

const addScript = script(lua.audienceAdd);
const faultScript = script(lua.audienceFault);
const sealScript = script(lua.audienceSeal);
const readScript = script(lua.audienceRead);
const chunkScript = script(lua.audienceChunk);
const faultsScript = script(lua.audienceFaults);
const chunksScript = script(lua.audienceChunks);
const replaceScript = script(lua.audienceReplace);
const nameScript = script(lua.audienceName);
const namesScript = script(lua.audienceNames);
const keepScript = script(lua.audienceKeep);

/** Sealed chunks in Redis: about 13 bytes a recipient. */
export const createRedisAudiences = ({ client, keepMs, namespace, sealing }: AudienceNeeds): Audiences => {
  const named = `{${namespace}:up}:kept`;
  const keyOf = (uploadId: string, name: string): string => `{${namespace}:up:${uploadId}}:${name}`;
  const buffers = { buffers: true } as const;
  const pack = (value: unknown, context: string): Buffer =>
    sealing.seal(deflateRawSync(Buffer.from(JSON.stringify(value))), context);
  const unpack = (sealed: Buffer | null, context: string): string | undefined => {
    const packed = sealed === null ? undefined : sealing.open(sealed, context);
    return packed === undefined ? undefined : inflateRawSync(packed).toString("utf8");
  };

  const rowsOf = (text: string | undefined): readonly AudienceRow[] | undefined =>
    text === undefined ? undefined : ownRecord<readonly AudienceRow[]>("an upload's rows", text, []);

  const name = async (uploadId: string, ms: number, order: "later" | "any"): Promise<void> => {
    await client.evaluate(nameScript, [named], [String(ms), uploadId, order]);
  };
  /** Answers how many rows were the number's. A chunk that another person left meanwhile is read again. */
  const forgetIn = async (key: string, chunk: string, context: string, e164: string): Promise<number> => {
    for (;;) {
      const sealed = (await client.evaluate(chunkScript, [key], [chunk], buffers)) as Buffer | null;
      const without = withoutNumber(rowsOf(unpack(sealed, context)) ?? [], e164);
      if (sealed === null || without === undefined) return 0;
      const replaced = await client.evaluate(replaceScript, [key], [chunk, sealed, pack(without.left, context)]);
      if (replaced !== "changed") return without.found;
    }
  };
  const uploads = async (): Promise<readonly string[]> => (await client.evaluate(namesScript, [named], [])) as string[];

  return {
    add: async (uploadId, chunk, rows) => {
      // Named first: one that is named and not there is passed over, one without a name would never be found.
      // With every chunk, since a file may take an hour: the name must not end before its rows.
      await name(uploadId, keepMs, "later");
      const args = [String(chunk), pack(rows, `audience:${uploadId}:${chunk}`), String(keepMs)];
      await client.evaluate(addScript, [keyOf(uploadId, "chunks")], args);
    },
    fault: async (uploadId, faults) => {
      const args = faults.map((fault) => pack(fault, `audience-faults:${uploadId}`));
      await client.evaluate(faultScript, [keyOf(uploadId, "faults")], [String(keepMs), String(mostFaults), ...args]);
    },
    seal: async (audience) => {
      const args = [pack(audience, `audience:${audience.uploadId}`), String(keepMs)];
      await client.evaluate(sealScript, [keyOf(audience.uploadId, "about")], args);
    },
    read: async (uploadId) => {
      const sealed = (await client.evaluate(readScript, [keyOf(uploadId, "about")], [], buffers)) as Buffer | null;
      const text = unpack(sealed, `audience:${uploadId}`);
      if (text === undefined) return undefined;
      const found = ownRecord<KeptAudience>("an upload", text, { uploadId: "string", report: "object" });
      return { ...found, createdAt: new Date(found.createdAt) };
    },
    chunk: async (uploadId, chunk) => {
      const args = [String(chunk)];
      const sealed = (await client.evaluate(chunkScript, [keyOf(uploadId, "chunks")], args, buffers)) as Buffer | null;
      return rowsOf(unpack(sealed, `audience:${uploadId}:${chunk}`));
    },
    faults: async (uploadId, from, limit) => {
      const range = [String(from), String(from + limit - 1)];
      const found = (await client.evaluate(faultsScript, [keyOf(uploadId, "faults")], range, buffers)) as Buffer[];
      return found.flatMap((sealed) => {
        const text = unpack(sealed, `audience-faults:${uploadId}`);
        const fault = text && whereReadable(() => ownRecord<FileFault>("a file's fault", text, faultFields));
        return fault || [];
      });
    },
    keepFor: async (uploadId, ms) => {
      await name(uploadId, ms, "any");
      const [first, ...rest] = ["chunks", "faults", "about"].map((name) => keyOf(uploadId, name));
      await client.evaluate(keepScript, [first!, ...rest], [String(ms)]);
    },
    forget: async (e164) => {
      let found = 0;
      for (const id of await uploads()) {
        const key = keyOf(id, "chunks");
        for (const chunk of (await client.evaluate(chunksScript, [key], [])) as string[])
          found += await forgetIn(key, chunk, `audience:${id}:${chunk}`, e164);
      }
      return found;
    },
    freeBytes: async () => {
      const servers = await client.everyMaster(["INFO", "memory"]);
      const free = servers.map(({ reply }) => {
        const [used, most] = ["used_memory", "maxmemory"].map((name) =>
          Number(new RegExp(`^${name}:(\\d+)`, "mu").exec(String(reply))?.[1] ?? 0),
        );
        return most! > 0 ? most! - used! : Number.POSITIVE_INFINITY;
      });
      const sum = free.reduce((total, one) => total + one, 0);
      return Number.isFinite(sum) ? sum : undefined;
    },
  };
};
