import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresAuditTrail } from "../../../src/adapters/postgres/audit-trail.js";
import { createReadAudit } from "../../../src/application/operators/read-audit.js";
import { LogUnavailable } from "../../../src/application/ports/message-log.js";
import { anAction, appendOnce, auditKeyed, auditTrailContract } from "../../contracts/audit-trail.contract.js";
import { describeWith } from "../../support/needs.js";
import { type PostgresServer, queryPostgres, startPostgres } from "../../support/postgres-server.js";

describeWith(["initdb", "postgres"], "audit trail in PostgreSQL", () => {
  let server: PostgresServer;
  const open: { close(): Promise<void> }[] = [];
  const trailAt = (url: string, most?: number) => {
    const trail = createPostgresAuditTrail({ url, keyed: auditKeyed, ...(most === undefined ? {} : { most }) });
    open.push(trail);
    return trail;
  };
  const verified = (url: string) => createReadAudit({ auditTrail: trailAt(url), keyed: auditKeyed }).verify();

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await Promise.all(open.map((trail) => trail.close()));
    await server?.stop();
  });

  auditTrailContract("PostgreSQL", async () => trailAt(await server.database()));

  test("two workers write one chain", async () => {
    const url = await server.database();
    const workers = [trailAt(url), trailAt(url)];
    await Promise.all(Array.from({ length: 30 }, (_, n) => appendOnce(workers[n % 2]!, anAction(n))));
    expect(await verified(url)).toMatchObject({ entries: 30, fault: null });
  });

  test.each([
    ["a word changed", "UPDATE audit_trail SET who = 'somebody else' WHERE seq = 3", 3, /was changed/],
    ["a time moved", "UPDATE audit_trail SET at = at + interval '1 hour' WHERE seq = 3", 3, /was changed/],
    ["an entry taken out", "DELETE FROM audit_trail WHERE seq = 3", 3, /is missing/],
    [
      "an entry put in place of another",
      "UPDATE audit_trail SET (at, who, action, object, details, previous, mac) = (SELECT at, who, action, object, details, previous, mac FROM audit_trail WHERE seq = 2) WHERE seq = 3",
      3,
      /was changed/,
    ],
  ])("%s: the first broken link is named", async (_, sql, seq, why) => {
    const url = await server.database();
    const trail = trailAt(url);
    for (let n = 1; n <= 5; n += 1) await appendOnce(trail, anAction(n));
    await queryPostgres(url, sql);
    expect(await verified(url)).toMatchObject({ entries: 2, fault: { seq, why: expect.stringMatching(why) } });
  });

  test("keeps no more than it may", async () => {
    const url = await server.database();
    const trail = trailAt(url, 500);
    await appendOnce(trail, anAction(1));
    await queryPostgres(
      url,
      "INSERT INTO audit_trail SELECT s, now(), 'ops', 'x', NULL, NULL, '{}', '', '' FROM generate_series(2, 999) s",
    );
    await appendOnce(trail, anAction(1_000));
    expect(await queryPostgres(url, "SELECT min(seq)::int AS oldest, count(*)::int AS kept FROM audit_trail")).toEqual([
      { oldest: 501, kept: 500 },
    ]);
  });

  test("an entry whose COMMIT was answered to nobody stands once when it is tried again", async () => {
    const url = await server.database();
    let losesCommit = false;
    const sockets = new Set<{ destroy(): void }>();
    const between = createServer((client) => {
      const there = connect(Number(new URL(url).port), "127.0.0.1");
      for (const one of [client, there]) sockets.add(one.on("error", () => undefined));
      let isLost = false;
      client.on("data", (sent) => {
        isLost ||= losesCommit && sent.includes("COMMIT");
        there.write(sent);
      });
      there.on("data", (answer) => (isLost ? client.destroy() : client.write(answer)));
    }).listen(0, "127.0.0.1");
    await once(between, "listening");
    try {
      const through = new URL(url);
      through.port = String((between.address() as AddressInfo).port);
      const trail = trailAt(through.href);
      const id = randomUUID();
      await appendOnce(trail, anAction(1));
      losesCommit = true;
      await expect(trail.append(anAction(2), id)).rejects.toThrow(LogUnavailable);
      losesCommit = false;
      expect(await trail.append(anAction(2), id)).toMatchObject({ seq: 2 });
      expect(await verified(url)).toMatchObject({ entries: 2, fault: null });
    } finally {
      for (const socket of sockets) socket.destroy();
      between.close();
    }
  });

  test("a server that is away is said so, and is used again once it is back", async () => {
    const url = await server.database();
    const trail = trailAt(url);
    await appendOnce(trail, anAction(1));
    await server.kill();
    await expect(appendOnce(trail, anAction(2))).rejects.toThrow(LogUnavailable);
    await server.restart();
    expect(await appendOnce(trail, anAction(3))).toMatchObject({ seq: 2 });
  });
});
