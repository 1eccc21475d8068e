import { ErrorReply } from "redis";
import { expect, test } from "vitest";
import { unavailable } from "../../../../src/adapters/redis/server/unavailable.js";
import { JournalUnavailable } from "../../../../src/application/ports/journal.js";

/** Replies of redis 7.0, word for word. */
test.each([
  ["LOADING Redis is loading the dataset in memory", "loading its data"],
  ["CLUSTERDOWN The cluster is down", "its cluster is down"],
  ["MOVED 3999 127.0.0.1:6381", "moving slots"],
  ["ASK 3999 127.0.0.1:6381", "moving slots"],
  ["TRYAGAIN Multiple keys request during rehashing of slot", "moving slots"],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "link with the master"],
  ["READONLY You can't write against a read only replica.", "become a replica"],
  ["UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)", "become a replica"],
  ["BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", "a script occupies it"],
  ["OOM command not allowed when used memory > 'maxmemory'. script: 5f9d2c60, on @user_script:12.", "memory is full"],
  ["MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", "to its disk"],
  ["NOREPLICAS Not enough good replicas to write.", "too few of its replicas"],
  ["NOAUTH Authentication required.", "asks for a password"],
  ["WRONGPASS invalid username-password pair or user is disabled.", "refuses the password"],
  ["NOPERM this user has no permissions to run the 'evalsha' command", "access list"],
  ["ERR max number of clients reached", "as many clients as it may"],
  ["DENIED Redis is running in protected mode because protected mode is enabled", "protected mode"],
])("%s: it is away", (reply, meaning) => {
  const error = unavailable(new ErrorReply(reply));
  expect(error).toBeInstanceOf(JournalUnavailable);
  expect(error.message).toContain(meaning);
  expect(error.message).not.toContain("script: 5f9d2c60");
});

test.each(["WRONGTYPE Operation against a key holding the wrong kind of value", "ERR unknown command 'FOO'"])(
  "%s: a fault of ours, which no waiting mends",
  (reply) => {
    const error = new ErrorReply(reply);
    expect(unavailable(error)).toBe(error);
  },
);

test("whatever broke the connection is away, a mistake of ours is not", () => {
  const cut = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  expect(unavailable(cut)).toBeInstanceOf(JournalUnavailable);
  const mistake = new TypeError("x is not a function");
  expect(unavailable(mistake)).toBe(mistake);
});
