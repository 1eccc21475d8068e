import { say } from "../kit/say.js";

/** One call to the simulator; a refusal is said in its own words. True: it was done. */
export const simulatorCall = async (method: string, path: string, body?: object): Promise<boolean> => {
  try {
    const answer = await fetch(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (answer.ok) return true;
    const { message } = (await answer.json()) as { message?: string };
    say(message ?? `The simulator answered ${answer.status}`);
  } catch {
    say("The simulator does not answer");
  }
  return false;
};
