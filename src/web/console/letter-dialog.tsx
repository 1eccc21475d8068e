import { Question } from "../kit/question.js";
import type { Replayed, WholeDeadLetter } from "./answers.js";
import { ask, type Refused } from "./ask.js";
import { Fault } from "./page.js";
import { useAsked } from "./use-asked.js";

const shown = ({ value }: WholeDeadLetter): string =>
  value.json === undefined ? (value.text ?? value.base64 ?? "") : JSON.stringify(value.json, undefined, 2);

interface LetterDialogProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onReplayed: (done: Replayed) => void;
}

/** One letter, decoded: mended here, it is replayed as it then is. */
export const LetterDialog = ({ id, onClose, onReplayed }: LetterDialogProps) => {
  const asked = useAsked<WholeDeadLetter>(`../v1/dead-letters/${encodeURIComponent(id)}`);
  const replay = async (given: string): Promise<string | undefined> => {
    const before = asked.answer === undefined ? "" : shown(asked.answer);
    try {
      const mended = given === before ? {} : { value: JSON.parse(given) as unknown };
      onReplayed(await ask<Replayed>("POST", "../v1/dead-letters/replay", { ids: [id], ...mended }));
      onClose();
      return undefined;
    } catch (error) {
      return error instanceof SyntaxError ? "This is no JSON" : (error as Refused).message;
    }
  };
  return (
    <Question
      title="A dead letter"
      yes="Replay"
      no="Leave it"
      isReady={asked.answer !== undefined}
      onClose={onClose}
      act={(given) => replay(String(given.get("value") ?? ""))}
    >
      <Fault of={asked} />
      {asked.answer !== undefined && (
        <>
          <p>{asked.answer.detail}</p>
          <div>
            <label for="value">Its value; mend it here</label>
            <textarea
              dir="auto"
              id="value"
              name="value"
              class="mono"
              rows={12}
              spellcheck={false}
              defaultValue={shown(asked.answer)}
            />
          </div>
        </>
      )}
    </Question>
  );
};
