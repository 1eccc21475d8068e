import { Dialog } from "../kit/dialog.js";

const keys: readonly (readonly [string, string])[] = [
  ["/", "search; Ctrl F too, where texts are many"],
  ["j  k", "next phone, phone before"],
  ["r", "reply as the phone"],
  ["c", "copy the newest code"],
  ["f", "what happens next: receipts and faults"],
  ["Esc", "close, or go back"],
  ["?", "this list"],
];

export const KeysDialog = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <dl class="facts">
      {keys.flatMap(([key, words]) => [
        <dt key={key}>
          <kbd>{key}</kbd>
        </dt>,
        <dd key={words}>{words}</dd>,
      ])}
    </dl>
  </Dialog>
);
