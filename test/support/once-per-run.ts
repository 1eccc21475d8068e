import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const patienceMs = 170_000;

/**
 * Does something once for all test files of a run: the first that asks does it, the others wait for what it gave. A failure
 * is the failure of who did it; the next that asks tries again. Outside a test run whoever asks does it.
 */
export const oncePerRun = async (name: string, work: () => Promise<string>): Promise<string> => {
  const folder = process.env["SMS_RUN_FOLDER"];
  if (folder === undefined) return work();
  const place = join(folder, name);
  const answer = join(place, "answer");
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    const first = await mkdir(place).then(
      () => true,
      () => false,
    );
    if (first) {
      try {
        const given = await work();
        await writeFile(`${answer}.new`, given);
        await rename(`${answer}.new`, answer);
        return given;
      } catch (error) {
        await rm(place, { recursive: true, force: true });
        throw error;
      }
    }
    const given = await readFile(answer, "utf8").catch(() => undefined);
    if (given !== undefined) return given;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} did not end within ${patienceMs / 1_000} s`);
};
