import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../kit/dialog.js";
import { Refused } from "./ask.js";

interface ReasonDialogProps {
  readonly title: string;
  /** The buttons: what does it, and what leaves all as it is. */
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
export const ReasonDialog = ({
  title,
  yes,
  no,
  isDangerous,
  needsReason,
  children,
  onClose,
  act,
}: ReasonDialogProps) => {
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const run = async (given: FormData) => {
    if (isBusy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await act(String(given.get("why")).trim(), given);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFault(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run(new FormData(event.currentTarget));
        }}
      >
        {children}
        <div>
          <label for="why">{needsReason === true ? "Why, for the audit" : "Why, for the audit (may stay empty)"}</label>
          <input id="why" name="why" required={needsReason === true} maxLength={200} />
        </div>
        {fault !== undefined && (
          <p class="banner bad" role="alert">
            {fault}
          </p>
        )}
        <div class="row">
          <button type="submit" class={isDangerous === true ? "danger" : "first"} aria-busy={isBusy}>
            {yes}
          </button>
          <button type="button" onClick={onClose}>
            {no}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
