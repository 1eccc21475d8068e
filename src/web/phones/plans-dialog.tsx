import { Dialog } from "../kit/dialog.js";
import type { InboxState, Plan } from "./inbox.js";
import { simulatorCall } from "./simulator-call.js";

const faultKinds: readonly (readonly [string, string])[] = [
  ["throttle", "throttled: too many texts"],
  ["reject", "refused for good"],
  ["slow", "answered late"],
  ["cut", "taken, and the connection cut"],
  ["500", "an error of the provider"],
  ["hang", "never answered"],
];
const receiptKinds: readonly (readonly [string, string])[] = [
  ["delivered", "delivered"],
  ["undelivered", "not delivered"],
  ["unknown", "unknown"],
  ["never", "no receipt at all"],
];

const planOf = (form: HTMLFormElement): Record<string, unknown> => {
  const given = new FormData(form);
  const text = (name: string) => String(given.get(name) ?? "").trim();
  const whole = (name: string) => (text(name) === "" ? {} : { [name]: Number(text(name)) });
  return {
    ...(text("number") === "" ? {} : { number: text("number") }),
    ...whole("times"),
    ...whole("ms"),
    ...whole("afterMs"),
  };
};

const words = ({ kind, status, number, times, ms }: Plan): string =>
  [kind ?? status, number ?? "every phone", kind === "slow" && `${ms} ms`, times && `${times} left`]
    .filter(Boolean)
    .join(" · ");

interface PlansProps {
  readonly title: string;
  readonly path: "api/faults" | "api/receipts";
  readonly field: "kind" | "status";
  readonly choices: readonly (readonly [string, string])[];
  readonly delay: readonly [string, string];
  readonly plans: readonly Plan[];
  readonly phone: string | undefined;
}

const Plans = ({ title, path, field, choices, delay, plans, phone }: PlansProps) => (
  <form
    class="stack tight"
    onSubmit={(event) => {
      event.preventDefault();
      const form = event.currentTarget;
      void simulatorCall("PUT", path, { [field]: new FormData(form).get(field), ...planOf(form) });
    }}
  >
    <h3>{title}</h3>
    <div class="fields">
      <div>
        <label for={`${path}-what`}>The next texts are</label>
        <select id={`${path}-what`} name={field}>
          {choices.map(([value, shown]) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label for={`${path}-number`}>To</label>
        <input id={`${path}-number`} name="number" placeholder="every phone" defaultValue={phone ?? ""} />
      </div>
      <div>
        <label for={`${path}-times`}>How many</label>
        <input id={`${path}-times`} name="times" type="number" min="1" placeholder="all" />
      </div>
      <div>
        <label for={`${path}-delay`}>{delay[1]}</label>
        <input id={`${path}-delay`} name={delay[0]} type="number" min="0" placeholder="usual" />
      </div>
    </div>
    {plans.length > 0 && (
      <ul class="row">
        {plans.slice(0, 20).map((plan) => (
          <li key={words(plan)} class="tag warn">
            {words(plan)}
          </li>
        ))}
      </ul>
    )}
    <div class="row">
      <button type="submit" class="first">
        Set
      </button>
      {plans.length > 0 && (
        <button type="button" onClick={() => void simulatorCall("DELETE", path)}>
          Lift all
        </button>
      )}
    </div>
  </form>
);

interface PlansDialogProps extends Pick<InboxState, "faults" | "receipts"> {
  readonly phone: string | undefined;
  readonly onClose: () => void;
}

/** The faults and the receipts planned for the next texts. */
export const PlansDialog = ({ faults, receipts, phone, onClose }: PlansDialogProps) => (
  <Dialog title="What happens next" onClose={onClose}>
    <Plans
      title="Receipts: what becomes of texts"
      path="api/receipts"
      field="status"
      choices={receiptKinds}
      delay={["afterMs", "After, in ms"]}
      plans={receipts}
      phone={phone}
    />
    <hr />
    <Plans
      title="Faults: what goes wrong with sending"
      path="api/faults"
      field="kind"
      choices={faultKinds}
      delay={["ms", "Late by, in ms"]}
      plans={faults}
      phone={phone}
    />
  </Dialog>
);
