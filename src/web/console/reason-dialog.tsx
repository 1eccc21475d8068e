import type { ComponentChildren } from "preact";
import { Question } from "../kit/question.js";
import { Refused } from "./ask.js";

interface ReasonDialogProps {
  readonly title: string;
  readonly yes: string;
  readonly no: string;
  readonly isDangerous?: boolean;
  /** A reason may stay empty where it is not asked for. */
  readonly needsReason?: boolean;
  readonly children?: ComponentChildren;
  readonly onClose: () => void;
  /** The dialog stays, with the refusal in the service's words, where this is refused. */
  readonly act: (why: string, given: FormData) => Promise<void>;
}

/** A question before what cannot be undone; its reason goes into the audit. */
export const ReasonDialog = ({ act, children, needsReason, ...question }: ReasonDialogProps) => (
  <Question
    {...question}
    act={async (given) => {
      try {
        await act(String(given.get("why")).trim(), given);
        return undefined;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return error.message;
      }
    }}
  >
    {children}
    <div>
      <label for="why">{needsReason === true ? "Why, for the audit" : "Why, for the audit (may stay empty)"}</label>
      <input id="why" name="why" required={needsReason === true} maxLength={200} />
    </div>
  </Question>
);
