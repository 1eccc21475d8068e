import { useLive } from "./live.js";

const words = { connecting: "Connecting", live: "Live", away: "No answer" } as const;
const tones = { connecting: "", live: "good", away: "bad" } as const;

/** Says if what is shown is of this moment. */
export const LiveMark = () => {
  const { link } = useLive();
  return (
    <output class="row tight">
      <span class={`dot ${tones[link]}`} />
      {words[link]}
    </output>
  );
};
