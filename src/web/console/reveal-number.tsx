import { useState } from "preact/hooks";
import { CopyButton } from "../kit/copy-button.js";
import { Dialog } from "../kit/dialog.js";
import { say } from "../kit/say.js";
import { ask, type Refused } from "./ask.js";
import { useMay } from "./who.js";

interface RevealProps {
  readonly messageId: string;
  readonly masked: string;
}

/** A number, masked; who administers may see it whole, after saying why: the look itself is audited. */
export const RevealNumber = ({ messageId, masked }: RevealProps) => {
  const may = useMay("admin");
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string>();
  const [whole, setWhole] = useState<string>();
  const close = () => {
    setAsking(false);
    setFault(undefined);
  };
  const reveal = async (why: string) => {
    try {
      const path = `../v1/messages/${encodeURIComponent(messageId)}/reveal`;
      const { to } = await ask<{ readonly to: string | null }>("POST", path, undefined, why);
      if (to === null)
        return setFault("The number is not kept any more: the person was forgotten, or it never was one.");
      setWhole(to);
      close();
      say("The number is shown, and the audit says so");
    } catch (error) {
      setFault((error as Refused).message);
    }
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
        <Dialog title="Show the number?" onClose={close}>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void reveal(String(new FormData(event.currentTarget).get("why")));
            }}
          >
            <p>The audit keeps who looked, at which message, and why. The words of the text are kept nowhere.</p>
            <div>
              <label for="why">Why, for the audit</label>
              <input id="why" name="why" required maxLength={200} />
            </div>
            {fault !== undefined && (
              <p class="banner bad" role="alert">
                {fault}
              </p>
            )}
            <div class="row">
              <button type="submit" class="first">
                Show it
              </button>
              <button type="button" onClick={close}>
                Leave it
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
};
