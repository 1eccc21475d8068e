interface BrokerClockNeeds {
  /** Kafka's time in ms since 1970, undefined where it does not tell it. Rejects where it is away. */
  readonly read: () => Promise<number | undefined>;
  readonly now: () => number;
}

/** Compares Kafka's clock with the clock that all workers share. */
export interface BrokerClock {
  start(): void;
  look(): Promise<void>;
  /** Each a sentence; none where Kafka does not tell its time. */
  warnings(): readonly string[];
  close(): void;
}

const everyMs = 30_000;
const tolerableMs = 2_000;

export const createBrokerClock = ({ now, read }: BrokerClockNeeds): BrokerClock => {
  /** The part of Kafka's lead that is sure, however long the answer took on either way. */
  let ahead = 0;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const asked = now();
    const time = await read();
    const answered = now();
    ahead = time === undefined ? 0 : Math.max(0, time - answered) + Math.min(0, time - asked);
  };
  // Away, or not allowed to ask: what was seen last stands.
  const quietly = () => void look().catch(() => undefined);

  return {
    look,
    start: () => {
      if (timer !== undefined) return;
      timer = setInterval(quietly, everyMs).unref();
      quietly();
    },
    warnings: () => {
      if (Math.abs(ahead) <= tolerableMs) return [];
      const off = `${(Math.abs(ahead) / 1_000).toFixed(1)} s ${ahead > 0 ? "ahead of" : "behind"}`;
      return [
        `Kafka's clock is ${off} the one that all workers go by; a topic that stamps records itself makes deadlines wrong by as much; keep all machines by NTP`,
      ];
    },
    close: () => clearInterval(timer),
  };
};
