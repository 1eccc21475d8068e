import { type CampaignLedger, chunkSize } from "../../../application/ports/campaign-ledger.js";
import type { Sealing } from "../../../application/ports/sealing.js";
import { pauseWords } from "../../../domain/campaign/pause-words.js";
import { whereReadable } from "../../../domain/where-readable.js";
import { isOver } from "../../../domain/campaign/campaign-state.js";
import { givenTerms } from "../../../domain/campaign/given-terms.js";
import { bearableFailures, bearableOptOuts } from "../../../domain/campaign/pause-rule.js";
import { isFailureCode } from "../../../domain/campaign/recipient-code.js";
import type { RedisClient } from "../server/client.js";
import { lua as serverLua } from "../server/lua.js";
import { script } from "../server/script.js";
import { changeFrom, pairsOf, recordFrom } from "./campaign-values.js";
import { lua } from "./lua.js";

interface LedgerNeeds {
  readonly client: Pick<RedisClient, "evaluate">;
  /** The prefix of the keys; no braces. */
  readonly namespace: string;
  readonly sealing: Sealing;
  /** The time that scripts go by, as `createRedisOtpStore` takes it. */
  readonly clock?: (() => string) | undefined;
}

type Argument = string | Buffer;

const program = script(serverLua.instant + lua.campaigns);
const listScript = script(lua.campaignList);
const activeScript = script(lua.campaignActive);
const restScript = script(lua.campaignRest);
const nameScript = script(serverLua.instant + lua.campaignName);
const wakeScript = script(lua.campaignWake);

const names = [
  ...["about", "bytes", "generations", "variants", "counts", "work"],
  ...["flying", "tokens", "changes", "failures", "stops"],
];
/** Recipients of one step that goes over all of them. */
const slice = 25_000;

/** Generations are written only where somebody was retried. */
const padded = (bytes: Buffer, length: number): Buffer =>
  bytes.length >= length ? bytes : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);

/** Shared by all workers, in Redis: two bytes a recipient at most, beside the sealed chunks. */
export const createRedisCampaignLedger = (needs: LedgerNeeds): CampaignLedger => {
  const { client, namespace, sealing, clock = () => "0" } = needs;
  const all = `{${namespace}:cgs}:all`;
  const active = `{${namespace}:cgs}:active`;
  const keysOf = (id: string) => names.map((name) => `{${namespace}:cg:${id}}:${name}`) as [string, ...string[]];
  const contextOf = (id: string): string => `campaign:${id}`;

  const ask = (step: string, id: string, args: readonly (Argument | number)[] = []): Promise<unknown> =>
    client.evaluate(
      program,
      keysOf(id),
      [step, clock(), ...args.map((one) => (typeof one === "number" ? String(one) : one))],
      { buffers: true },
    );

  const read: CampaignLedger["read"] = async (id) => {
    const [about, counts] = (await ask("read", id)) as [Buffer[], Buffer[]];
    return whereReadable(() =>
      recordFrom(pairsOf(about), pairsOf(counts), (sealed) => sealing.open(sealed, contextOf(id))),
    );
  };

  const wake = async (id: string): Promise<void> => {
    await client.evaluate(wakeScript, [active], [id]);
  };

  return {
    create: async ({ definition, terms, total }) => {
      const id = definition.campaignId;
      // Named first: one that is named and does not exist is passed over, one without a name would never be found.
      await client.evaluate(nameScript, [all], [clock(), id]);
      const failures = bearableFailures(total, definition.pauseOn);
      const optOuts = bearableOptOuts(total, definition.pauseOn);
      const created = await ask("create", id, [
        sealing.seal(JSON.stringify(definition), contextOf(id)),
        ...[JSON.stringify(terms), total],
        ...[pauseWords.done(), pauseWords.failures(failures), pauseWords.optOuts(optOuts)].map((one) =>
          JSON.stringify(one),
        ),
        ...[failures.window, failures.most, optOuts.window, optOuts.most],
        definition.rate ?? 0,
      ]);
      return String(created) === "created" ? "created" : "known";
    },
    read,
    list: async (after, limit) => (await client.evaluate(listScript, [all], [after ?? "", String(limit)])) as string[],
    active: async () => (await client.evaluate(activeScript, [active], [])) as string[],
    rest: async (id) => {
      await client.evaluate(restScript, [active], [id]);
      // The set of active ones and the campaign are on different servers of a cluster: one may go on in between.
      const record = await read(id);
      if (record !== undefined && !isOver(record.state)) await wake(id);
    },
    change: async (id, from, to, because, { terms } = {}) => {
      await wake(id);
      const words = because === null ? "" : JSON.stringify(because);
      const news = Object.entries(givenTerms(terms)).flatMap(([name, value]) => [name, JSON.stringify(value)]);
      const asked = [to, words, from.join(","), ...news];
      const changed = String(await ask("change", id, asked)) === "changed";
      // Once more: whoever read it before the change may have put it to rest since it was woken.
      if (changed) await wake(id);
      return changed;
    },
    untold: async (id) => {
      const found = (await ask("untold", id)) as Buffer | null;
      return found === null ? undefined : changeFrom(String(found));
    },
    told: async (id, version) => {
      await ask("told", id, [version]);
    },
    take: async (id, leaseMs) => {
      const found = (await ask("take", id, [leaseMs])) as [Buffer, number, Buffer, Buffer] | null;
      if (found === null) return undefined;
      const [chunk, token, codes, generations] = found;
      return { kind: "taken", chunk: Number(chunk), token, codes, generations: padded(generations, codes.length) };
    },
    begin: async (id, { chunk, generations, token }, positions, variants) => {
      const wanted = positions.flatMap((at, place) => [at, (variants[place] ?? -1) + 1, generations[at] ?? 0]);
      const found = (await ask("begin", id, [chunk, token, ...wanted])) as number[] | null;
      if (found === null) return { kind: "stop" };
      const [waitMs = 0, ...begun] = found;
      return { kind: "begun", waitMs, positions: begun };
    },
    leave: async (id, { chunk, token }, dueMs) => {
      await ask("leave", id, [chunk, token, dueMs ?? ""]);
    },
    keep: async (id, chunks) => {
      if (chunks.length > 0) await ask("keep", id, chunks);
    },
    leftBehind: async (id, olderMs) => {
      const found = (await ask("leftBehind", id, [olderMs])) as [Buffer, Buffer, Buffer] | null;
      if (found === null) return undefined;
      const [chunk, codes, generations] = found;
      return { chunk: Number(chunk), codes, generations: padded(generations, codes.length) };
    },
    putBack: async (id, index, generation, dueMs) => {
      await ask("putBack", id, [index, generation, dueMs]);
    },
    end: async (id, ends) => {
      const args = ends.flatMap(({ actualMicros, code, estimatedMicros = 0, generation, index }) => [
        ...[index, generation, code, isFailureCode(code) ? 1 : 0],
        ...[estimatedMicros, actualMicros ?? estimatedMicros],
      ]);
      if (ends.length > 0) await ask("end", id, args);
    },
    optedOut: async (id, index) => {
      await ask("optedOut", id, [index]);
    },
    endWaiting: async (id, code) => {
      const record = await read(id);
      for (let from = 0; from < (record?.total ?? 0); from += slice)
        if (String(await ask("endWaiting", id, [code, from])) === "none") return;
    },
    retry: async (id, codes) => {
      await wake(id);
      const record = await read(id);
      let found = 0;
      for (let from = 0; from < (record?.total ?? 0); from += slice)
        found += Number(await ask("retry", id, [from, ...codes]));
      return found;
    },
    codes: async (id, from, length) => {
      const [codes, generations] = (await ask("codes", id, [from, length])) as [Buffer, Buffer];
      return { chunk: Math.floor(from / chunkSize), codes, generations: padded(generations, codes.length) };
    },
  };
};
