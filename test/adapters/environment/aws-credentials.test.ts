import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AwsIdentity, createAwsCredentials } from "../../../src/adapters/environment/aws-credentials.js";

const minute = 60_000;

describe("AWS credentials", () => {
  let folder: string;
  const write = (id: string) =>
    writeFileSync(
      join(folder, "credentials"),
      `[default]\naws_access_key_id = ${id}\naws_secret_access_key = secret\n`,
    );
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "aws-"));
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
    vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test("that an operator exchanges in their file are used within a minute, and until then the known ones", async () => {
    let now = 0;
    const credentials = createAwsCredentials({ monotonic: () => now });
    write("AKIAFIRST");
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIAFIRST" });
    write("AKIASECOND");
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIAFIRST" });
    now += minute;
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIASECOND" });
  });

  test("say an end, or the SDK would keep them for ever", async () => {
    write("AKIAFIRST");
    const { expiration } = await createAwsCredentials()();
    expect(expiration?.getTime()).toBeLessThanOrEqual(Date.now() + minute);
  });

  test.each<[why: string, endsInMs: number | undefined, reads: readonly number[]]>([
    ["without an end: again within a minute", undefined, [1, 1, 2, 3]],
    ["for an hour: when it is nearly over", 60 * minute, [1, 1, 1, 1]],
  ])("%s", async (_, endsInMs, expected) => {
    let now = 0;
    let asked = 0;
    const read = async (): Promise<AwsIdentity> => {
      asked += 1;
      const end = endsInMs === undefined ? {} : { expiration: new Date(Date.now() + endsInMs) };
      return { accessKeyId: `key ${asked}`, secretAccessKey: "s", ...end };
    };
    const credentials = createAwsCredentials({ monotonic: () => now, read });
    const reads: number[] = [];
    for (const at of [0, 10_000, minute, 2 * minute]) {
      now = at;
      await Promise.all([credentials(), credentials()]);
      reads.push(asked);
    }
    expect(reads).toEqual(expected);
  });

  test("that cannot be read again stand; without any the reason is told", async () => {
    let now = 0;
    let away = true;
    const read = async (): Promise<AwsIdentity> => {
      if (away) throw new Error("nothing there");
      return { accessKeyId: "key", secretAccessKey: "s" };
    };
    const credentials = createAwsCredentials({ monotonic: () => now, read });
    await expect(credentials()).rejects.toThrow("nothing there");
    away = false;
    expect(await credentials()).toMatchObject({ accessKeyId: "key" });
    away = true;
    now += minute;
    expect(await credentials()).toMatchObject({ accessKeyId: "key" });
  });
});
