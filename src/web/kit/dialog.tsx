import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.js";

interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
}

/** A modal window; Escape closes it, and focus goes back to where it was. */
export const Dialog = ({ title, children, onClose }: DialogProps) => {
  const node = useRef<HTMLDialogElement>(null);
  // A browser tells of a close a moment later; the next dialog may stand there by then.
  const isOver = useRef(false);
  useLayoutEffect(() => {
    const dialog = node.current;
    dialog?.showModal();
    // Taken away while it is open, a dialog would take the focus with it.
    return () => {
      isOver.current = true;
      dialog?.close();
    };
  }, []);
  return (
    <dialog ref={node} aria-label={title} onClose={() => !isOver.current && onClose()}>
      <div class="stack">
        <div class="row spread">
          <h2>{title}</h2>
          <button type="button" class="bare" aria-label="Close" onClick={() => node.current?.close()}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
};
