import type { ExitCode } from "./terminal.js";

/** The needs of `sms simulator`: a simulator that it can start, and a place to report. */
export interface SimulatorCommand {
  readonly start: (where: { host: string; port: number }) => Promise<{ url: string; close(): Promise<void> }>;
  readonly host: string;
  readonly port: number;
  /** Takes one line, without its end. */
  readonly output: (line: string) => void;
  /** Aborted when the simulator is to stop. */
  readonly signal: AbortSignal;
}

const hint = (url: string): readonly string[] => [
  `Simulator of Amazon SNS: ${url}`,
  `  phone inbox      ${url}/ in a browser`,
  `  texts            curl ${url}/api/messages`,
  `  the next code    curl '${url}/api/code?to=%2B919876543210'`,
  `  a reply          curl ${url}/api/replies -d '{"phone":"+919876543210","text":"STOP"}' (told to the service at SMS_URL)`,
  `  a fault          curl -X PUT ${url}/api/faults -d '{"kind":"throttle","times":3}'`,
  "Send here with any AWS SDK; it takes every region and every key:",
  `  AWS_ENDPOINT_URL_SNS=${url} AWS_REGION=ap-south-1 AWS_ACCESS_KEY_ID=simulated AWS_SECRET_ACCESS_KEY=simulated`,
  "Ctrl-C stops it; its texts are forgotten.",
];

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

/** Runs the simulator alone, for other teams and other languages' SDKs, until told to stop: 0, or 1 when it can't listen. */
export const runSimulator = async ({ start, host, port, output, signal }: SimulatorCommand): Promise<ExitCode> => {
  try {
    const simulator = await start({ host, port });
    for (const line of hint(simulator.url)) output(line);
    await aborted(signal);
    await simulator.close();
    return 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    output(
      code === "EADDRINUSE"
        ? `Port ${port} is taken: stop what listens there, or choose another with SIMULATOR_PORT`
        : `The simulator cannot listen on ${host}:${port} (${code ?? "unknown error"})`,
    );
    return 1;
  }
};
