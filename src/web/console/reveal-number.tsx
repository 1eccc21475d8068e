import { useState } from "preact/hooks";
import { CopyButton } from "../kit/copy-button.js";
import { say } from "../kit/say.js";
import { ask, Refused } from "./ask.js";
import { ReasonDialog } from "./reason-dialog.js";
import { useMay } from "./who.js";

interface RevealProps {
  readonly messageId: string;
  readonly masked: string;
}

/** A number, masked; who administers may see it whole, after saying why: the look itself is audited. */
export const RevealNumber = ({ messageId, masked }: RevealProps) => {
  const may = useMay("admin");
  const [asking, setAsking] = useState(false);
  const [whole, setWhole] = useState<string>();
  const reveal = async (why: string) => {
    const path = `../v1/messages/${encodeURIComponent(messageId)}/reveal`;
    const { to } = await ask<{ readonly to: string | null }>("POST", path, undefined, why);
    if (to === null)
      throw new Refused(
        404,
        "not-found",
        "The number is not kept any more: the person was forgotten, or it never was one.",
      );
    setWhole(to);
    setAsking(false);
    say("The number is shown, and the audit says so");
  };
  if (whole !== undefined)
    return (
      <>
        {whole} <CopyButton text={whole} what="number" />
      </>
    );
  return (
    <>
      {masked}{" "}
      {may && (
        <button type="button" class="link small" onClick={() => setAsking(true)}>
          Show the number
        </button>
      )}
      {asking && (
        <ReasonDialog
          title="Show the number?"
          yes="Show it"
          no="Leave it"
          needsReason
          onClose={() => setAsking(false)}
          act={reveal}
        >
          <p>The audit keeps who looked, at which message, and why. The words of the text are kept nowhere.</p>
        </ReasonDialog>
      )}
    </>
  );
};
