import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "./dialog.js";

interface QuestionProps {
  readonly title: string;
  /** The buttons: what does it, and what leaves all as it is. */
  readonly yes: string;
  readonly no: string;
  readonly isDangerous?: boolean;
  /** Nothing can be done before what it is about is there. */
  readonly isReady?: boolean;
  readonly children?: ComponentChildren;
  readonly onClose: () => void;
  /** Answers the refusal, where there is one: it stays above the buttons. */
  readonly act: (given: FormData) => Promise<string | undefined>;
}

/** A modal question with its two answers; what is filled in goes to what is done. */
export const Question = (props: QuestionProps) => {
  const { act, children, isDangerous, isReady, no, onClose, title, yes } = props;
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const run = async (given: FormData) => {
    if (isBusy) return;
    setBusy(true);
    setFault(undefined);
    try {
      setFault(await act(given));
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
        {fault !== undefined && (
          <p class="banner bad" role="alert">
            {fault}
          </p>
        )}
        <div class="row">
          {isReady !== false && (
            <button type="submit" class={isDangerous === true ? "danger" : "first"} aria-busy={isBusy}>
              {yes}
            </button>
          )}
          <button type="button" onClick={onClose}>
            {no}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
