import { useRef } from "preact/hooks";
import { Icon } from "../kit/icon.js";
import { simulatorCall } from "./simulator-call.js";

interface ComposerProps {
  readonly phone: string;
  /** The sender that the phone answers, where the last text had a sender. */
  readonly sender: string | null;
}

/** Writes as the phone's owner. */
export const Composer = ({ phone, sender }: ComposerProps) => {
  const field = useRef<HTMLInputElement>(null);
  const write = async (text: string): Promise<void> => {
    if (text.trim() === "") return;
    const reply = { phone, text, ...(sender === null ? {} : { to: sender }) };
    if ((await simulatorCall("POST", "api/replies", reply)) && field.current !== null) field.current.value = "";
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void write(field.current?.value ?? "");
      }}
    >
      <input
        id="reply"
        ref={field}
        maxLength={1_530}
        aria-label={`Reply as ${phone}`}
        placeholder="Reply as this phone"
      />
      <button type="submit" class="first" aria-label="Send the reply">
        <Icon name="send" />
      </button>
      {["STOP", "START"].map((word) => (
        <button type="button" key={word} onClick={() => void write(word)}>
          {word}
        </button>
      ))}
    </form>
  );
};
