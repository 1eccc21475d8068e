import {
  type CampaignLedger,
  type CampaignRecord,
  type ChunkStates,
  chunkSize,
} from "../../application/ports/campaign-ledger.js";
import type { Clock } from "../../application/ports/clock.js";
import { type Bearable, bearableFailures, bearableOptOuts } from "../../domain/campaign/pause-rule.js";
import { pauseWords } from "../../domain/campaign/pause-words.js";
import { type Because, isOver } from "../../domain/campaign/campaign-state.js";
import { costChange, isFailureCode, recipientCodes, replaces } from "../../domain/campaign/recipient-code.js";
import { givenTerms } from "../../domain/campaign/given-terms.js";
import { CampaignBook } from "./campaign-book.js";

const { sending, waiting } = recipientCodes;
/** The next text of a rate however small is asked for again within a day. */
const longestWaitMs = 86_400_000;

const recordOf = (book: CampaignBook): CampaignRecord => ({
  ...book.campaign,
  terms: book.terms,
  ...{ state: book.state, because: book.because, createdAt: book.createdAt },
  ...{ costMicros: book.costMicros, rounds: book.rounds, startedAt: book.startedAt, endedAt: book.endedAt },
  byCode: new Map(book.byCode),
  byVariant: new Map([...book.byVariant].map(([place, counts]) => [place, new Map(counts)])),
});

const statesOf = ({ codes, generations }: CampaignBook, chunk: number, from: number, length: number): ChunkStates => ({
  chunk,
  codes: codes.slice(from, from + length),
  generations: generations.slice(from, from + length),
});

const chunkOf = (book: CampaignBook, chunk: number): ChunkStates => statesOf(book, chunk, chunk * chunkSize, chunkSize);

/** Campaigns of one process: forgotten at its end. */
export const createMemoryCampaignLedger = ({ clock }: { readonly clock: Clock }): CampaignLedger => {
  const books = new Map<string, CampaignBook>();
  const active = new Set<string>();
  const now = () => clock.now().getTime();

  const finishIfDone = (book: CampaignBook): void => {
    if (book.has(waiting) || book.has(sending)) return;
    if (book.state === "running" || book.state === "paused") {
      book.endedAt = clock.now();
      book.changeTo("finished", pauseWords.done(), clock.now());
    } else if (book.state === "cancelled") book.endedAt ??= clock.now();
  };

  const pauseBeyond = (book: CampaignBook, places: Map<number, number>, bears: Bearable, because: Because): void => {
    for (const [index, place] of places) if (place <= book.ended - bears.window) places.delete(index);
    if (places.size > bears.most && book.state === "running") book.changeTo("paused", because, clock.now());
  };

  const dueBy = (book: CampaignBook, index: number, due: number): void => {
    const chunk = Math.floor(index / chunkSize);
    for (const of of [book.work, book.back]) of.set(chunk, Math.min(of.get(chunk) ?? Number.POSITIVE_INFINITY, due));
  };

  /** A second's worth may go at once. */
  const allowed = (book: CampaignBook, wanted: number): { readonly go: number; readonly waitMs: number } => {
    const { rate } = book.campaign.definition;
    if (rate === undefined) return { go: wanted, waitMs: 0 };
    const burst = Math.max(rate, 1);
    const { at, tokens } = book.bucket ?? { at: now(), tokens: burst };
    const left = Math.min(burst, tokens + (Math.max(now() - at, 0) * rate) / 1_000);
    const go = Math.max(Math.min(wanted, Math.floor(left)), 0);
    book.bucket = { at: now(), tokens: left - go };
    const nextMs = Math.min(Math.ceil(((1 - (left - go)) * 1_000) / rate), longestWaitMs);
    return { go, waitMs: go < wanted ? nextMs : 0 };
  };

  return {
    create: async (campaign) => {
      const { campaignId: id } = campaign.definition;
      if (books.has(id)) return "known";
      const book = new CampaignBook(campaign, clock.now());
      for (let chunk = 0; chunk * chunkSize < campaign.total; chunk += 1) book.work.set(chunk, 0);
      books.set(id, book);
      return "created";
    },
    read: async (id) => {
      const book = books.get(id);
      return book && recordOf(book);
    },
    list: async (after, limit) => {
      const ids = [...books.keys()].reverse();
      const at = after === undefined ? 0 : ids.indexOf(after) + 1;
      return after !== undefined && at === 0 ? [] : ids.slice(at, at + limit);
    },
    active: async () => [...active],
    rest: async (id) => {
      if (isOver(books.get(id)?.state ?? "finished")) active.delete(id);
    },
    change: async (id, from, to, because, { terms } = {}) => {
      active.add(id);
      const book = books.get(id);
      if (book === undefined || !from.includes(book.state)) return false;
      book.terms = { ...book.terms, ...givenTerms(terms) };
      if (to === "running") {
        book.startedAt ??= clock.now();
        book.endedAt = undefined;
        book.failures.clear();
        book.stops.clear();
      }
      book.changeTo(to, because, clock.now());
      finishIfDone(book);
      return true;
    },
    untold: async (id) => books.get(id)?.changes[0],
    told: async (id, version) => {
      const changes = books.get(id)?.changes;
      if (changes !== undefined && changes[0] !== undefined && changes[0].version <= version) changes.shift();
    },
    take: async (id, leaseMs) => {
      const book = books.get(id);
      if (book?.state !== "running") return undefined;
      const [chunk] =
        [...book.work].filter(([, due]) => due <= now()).sort(([, one], [, other]) => one - other)[0] ?? [];
      if (chunk === undefined) return undefined;
      const token = (book.tokens.get(chunk) ?? 0) + 1;
      book.work.set(chunk, now() + leaseMs);
      book.back.delete(chunk);
      book.tokens.set(chunk, token);
      return { kind: "taken", token, ...chunkOf(book, chunk) };
    },
    begin: async (id, { chunk, generations, token }, positions, variants) => {
      const book = books.get(id);
      if (book?.state !== "running" || book.tokens.get(chunk) !== token) return { kind: "stop" };
      const start = chunk * chunkSize;
      const wanted = positions.flatMap((position, at) =>
        book.codes[start + position] === waiting && book.generations[start + position] === (generations[position] ?? 0)
          ? [{ position, variant: variants[at] }]
          : [],
      );
      const { go, waitMs } = allowed(book, wanted.length);
      const begun = wanted.slice(0, go);
      for (const { position, variant } of begun) {
        if (variant !== undefined) book.setVariant(start + position, variant + 1);
        book.move(start + position, sending);
      }
      if (go > 0) book.flying.set(chunk, now());
      return { kind: "begun", waitMs, positions: begun.map(({ position }) => position) };
    },
    leave: async (id, { chunk, token }, dueMs) => {
      const book = books.get(id);
      if (book?.tokens.get(chunk) !== token) return;
      const back = book.back.get(chunk) ?? Number.POSITIVE_INFINITY;
      const due = Math.min(dueMs === undefined ? Number.POSITIVE_INFINITY : now() + dueMs, back);
      if (chunkOf(book, chunk).codes.includes(waiting)) book.work.set(chunk, Number.isFinite(due) ? due : now());
      else book.work.delete(chunk);
    },
    keep: async (id, chunks) => {
      const flying = books.get(id)?.flying;
      for (const chunk of chunks) if (flying?.has(chunk)) flying.set(chunk, now());
    },
    leftBehind: async (id, olderMs) => {
      const book = books.get(id);
      for (const [chunk, last] of book?.flying ?? []) {
        if (book === undefined || last > now() - olderMs) continue;
        const states = chunkOf(book, chunk);
        if (!states.codes.includes(sending)) book.flying.delete(chunk);
        else {
          book.flying.set(chunk, now());
          return states;
        }
      }
      return undefined;
    },
    putBack: async (id, index, generation, dueMs) => {
      const book = books.get(id);
      if (book?.generations[index] !== generation || book.codes[index] !== sending) return;
      book.move(index, waiting);
      dueBy(book, index, now() + dueMs);
    },
    end: async (id, ends) => {
      const book = books.get(id);
      if (book === undefined) return;
      let failed = false;
      for (const { actualMicros, code, estimatedMicros = 0, generation, index } of ends) {
        const from = book.codes[index];
        if (from === undefined || book.generations[index] !== generation || !replaces(from, code)) continue;
        book.move(index, code);
        book.costMicros += costChange(from, code, estimatedMicros, actualMicros ?? estimatedMicros);
        if (from <= sending) book.ended += 1;
        if (!isFailureCode(code)) continue;
        failed = true;
        book.failures.set(index, book.ended);
      }
      const bears = bearableFailures(book.campaign.total, book.campaign.definition.pauseOn);
      if (failed) pauseBeyond(book, book.failures, bears, pauseWords.failures(bears));
      finishIfDone(book);
    },
    optedOut: async (id, index) => {
      const book = books.get(id);
      if (book === undefined) return;
      if (!book.stops.has(index)) book.stops.set(index, book.ended);
      const bears = bearableOptOuts(book.campaign.total, book.campaign.definition.pauseOn);
      pauseBeyond(book, book.stops, bears, pauseWords.optOuts(bears));
    },
    endWaiting: async (id, code) => {
      const book = books.get(id);
      if (book === undefined) return;
      for (const [index, from] of book.codes.entries()) if (from === waiting) book.move(index, code);
      book.work.clear();
      finishIfDone(book);
    },
    retry: async (id, codes) => {
      active.add(id);
      const book = books.get(id);
      if (book?.state === "cancelled") return 0;
      let found = 0;
      for (const [index, from] of book?.codes.entries() ?? []) {
        if (book === undefined || !codes.includes(from)) continue;
        book.move(index, waiting);
        book.generations[index] = Math.min(book.generations[index]! + 1, 255);
        book.rounds = Math.max(book.rounds, book.generations[index]!);
        dueBy(book, index, now());
        found += 1;
      }
      return found;
    },
    codes: async (id, from, length) => {
      const book = books.get(id);
      return book === undefined
        ? { chunk: 0, codes: new Uint8Array(), generations: new Uint8Array() }
        : statesOf(book, Math.floor(from / chunkSize), from, length);
    },
  };
};
