import { Icon, type IconName } from "./icon.js";
import { say } from "./say.js";

/** Copies a text; `children` are its face. */
export const copyText = async (text: string, what: string): Promise<void> => {
  await navigator.clipboard.writeText(text).then(
    () => say(`${what.charAt(0).toUpperCase()}${what.slice(1)} copied`),
    () => say("The browser does not allow copying here; select the text instead"),
  );
};

interface CopyButtonProps {
  readonly text: string;
  /** Names the copied value for people who cannot see the icon. */
  readonly what: string;
  readonly shown?: string;
  readonly class?: string;
  readonly icon?: IconName;
}

export const CopyButton = ({ text, what, shown, class: name = "bare", icon = "copy" }: CopyButtonProps) => (
  <button
    type="button"
    class={name}
    aria-label={shown === undefined ? `Copy ${what}` : `Copy ${what} ${shown}`}
    title={`Copy ${what}`}
    onClick={(event) => {
      event.stopPropagation();
      void copyText(text, what);
    }}
  >
    {shown !== undefined && <span class="num">{shown}</span>}
    <Icon name={icon} />
  </button>
);
