import { errorText } from "../../domain/error-text.js";
import type { ExitCode, Terminal } from "./terminal.js";

/** The running service as the process needs it. */
export interface Served {
  readonly url: string;
  readonly inbox: string | undefined;
  /** The command that sends the first texts. */
  readonly next: string;
  /** False: something that it needs is away. */
  readonly ready: boolean;
  readonly warnings: readonly string[];
  /** Reloads the templates; answers the words for the operator. */
  reload(): string;
  /** False: something was left when the grace was over. */
  stop(): Promise<boolean>;
}

export interface ServeNeeds {
  /** `working` is told, once something may be in flight, how that ends in order; the start may still be under way. */
  readonly start: (working: (stop: Served["stop"]) => void) => Promise<Served>;
  /** Signals of the process. */
  readonly onSignal: (signal: "SIGINT" | "SIGTERM" | "SIGHUP", told: () => void) => void;
  readonly monotonic: () => number;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** A terminal's Ctrl-C comes twice within a millisecond under npm; a second signal later than this means it. */
const samePressMs = 1_000;

const banner = ({ inbox, next, ready, url, warnings }: Served): string =>
  [
    ready ? `sms-service is ready on ${url}` : `sms-service is not yet ready on ${url} (${url}/readyz says why)`,
    ...warnings.map((warning) => `  ! ${warning}`),
    ...(inbox === undefined ? [] : ["", `Phone inbox: ${inbox}`, `Next: ${next}`]),
    "",
  ].join("\n");

const whyNot = (error: unknown): string => {
  const { address, code, port, message, syscall } = error as Partial<NodeJS.ErrnoException> & {
    readonly address?: string;
    readonly port?: number;
  };
  if (code === "EADDRINUSE")
    return `Port ${port} is taken: stop what listens there, or choose others with HTTP_PORT and SIMULATOR_PORT`;
  if (code === "EACCES" && syscall === "listen")
    return `Port ${port} may not be opened by this user: choose an HTTP_PORT from 1024 on`;
  if (code === "EADDRNOTAVAIL")
    return `This machine has no address ${address}: set HTTP_HOST to one of its own, or to 0.0.0.0 for all`;
  return `The service cannot start: ${message ?? "unknown error"}`;
};

/** No file ends a service that works. */
const reloaded = (served: Served | undefined): string => {
  try {
    return served?.reload() ?? "still starting";
  } catch (error) {
    return `not read again, the old ones stay: ${errorText(error)}`;
  }
};

/** Serves until SIGINT or SIGTERM: 0 when everything in flight ended within the grace, else 1. SIGHUP reloads templates. */
export const serve = async (
  { exit, monotonic, onSignal, start }: ServeNeeds,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { errors, output } = terminal;
  let served: Served | undefined;
  let stopWork: Served["stop"] | undefined;
  let first: number | undefined;
  let stop: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    stop = resolve;
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    onSignal(signal, () => {
      if (first === undefined) first = monotonic();
      else if (monotonic() - first > samePressMs) {
        errors.write("stopped at once; what was in flight is sorted out at the next start\n");
        exit(1);
      }
      if (stopWork !== undefined) return stop();
      errors.write("stopped while it started; nothing was in flight\n");
      exit(1);
    });
  onSignal("SIGHUP", () => errors.write(`${reloaded(served)}\n`));
  const starting = start((how) => {
    stopWork = how;
  }).then((started) => {
    served = started;
    stopWork ??= started.stop;
    if (first === undefined) output.write(banner(started));
  });
  try {
    await Promise.race([starting, told]);
  } catch (error) {
    errors.write(`${whyNot(error)}\n`);
    // As below; a broker that does not answer may hold on to its socket.
    exit(1);
    return 1;
  }
  await told;
  const clean = stopWork === undefined || (await (stopWork as Served["stop"])().catch(() => false));
  if (!clean) errors.write("the grace was over with something in flight; it is not lost, and not committed\n");
  // Handles that a library left open must not keep the process alive.
  exit(clean ? 0 : 1);
  return clean ? 0 : 1;
};
