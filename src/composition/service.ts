import type { Config } from "../adapters/environment/config.js";
import { systemClock } from "../adapters/system/clock.js";
import type { Clock } from "../application/ports/clock.js";
import { otpPolicyWarnings } from "../domain/otp/otp-policy.js";
import { otpTemplateFaults } from "../domain/otp/otp-template-faults.js";
import { compose } from "./compose.js";
import { startPhones } from "./phones.js";
import type { Services } from "./services.js";
import { standIns } from "./stand-ins.js";
import type { Wiring } from "./wiring.js";

export interface RunningService {
  readonly services: Wiring<Services>;
  /** Address of the HTTP API. */
  readonly url: string;
  /** Address of the embedded simulator's phones. */
  readonly inbox: string | undefined;
  /** False: something that it needs is away, and it works once that is back. */
  readonly ready: boolean;
  /** Weak points, each a sentence with its cure. */
  readonly warnings: readonly string[];
  /** Stops in order within the grace; false: something was left, and nothing of it was committed. Safe to call twice. */
  stop(): Promise<boolean>;
}

const receiptWarnings = ({ SMS_GATEWAY, receipts }: Config): readonly string[] =>
  SMS_GATEWAY === "sns" && receipts === "off"
    ? ["Receipts are not read: what becomes of a text after SNS took it stays unknown; set SMS_RECEIPTS=cloudwatch"]
    : [];

/** The time closing may take once nothing is in flight. */
const closeMs = 5_000;
/** A start that takes longer goes on in the background. */
const startWithinMs = 5_000;

/** True if the work ended within `ms`, and well: neither rejected nor false. */
const inTime = async (clock: Clock, work: Promise<unknown>, ms: number): Promise<boolean> => {
  const over = new AbortController();
  const ended = work.then(
    (well) => well !== false,
    () => false,
  );
  const well = await Promise.race([ended, clock.sleep(ms, over.signal).then(() => false)]);
  over.abort();
  return well;
};

/**
 * `change` may replace parts of the graph before anything is made: tests do. `working` is told how to stop what may be in
 * flight although the start is still under way.
 */
export const startService = async (
  config: Config,
  change: (services: Wiring<Services>) => Wiring<Services> = (services) => services,
  working: (stop: RunningService["stop"]) => void = () => undefined,
): Promise<RunningService> => {
  let wired: Wiring<Services> | undefined;
  let stopped: Promise<boolean> | undefined;
  const simulator = await startPhones(config, () => wired);
  /** Opened parts, to be closed in the reverse order. */
  const opened: (() => Promise<void> | undefined)[] = [() => simulator?.close()];
  /** False: something could not be closed; all else is, nevertheless. */
  const close = async (): Promise<boolean> => {
    let closed = true;
    for (const end of opened.splice(0).reverse())
      await end()?.catch(() => {
        closed = false;
      });
    return closed;
  };
  try {
    const services = change(compose(config, simulator?.url));
    wired = services;
    const stopping = services.get("stopping");
    const clock = services.get("clock");
    const dispatcher = services.get("dispatcher");
    const { publisher, reports, source, webhookReports, open: openEvents } = services.get("events");
    const logFiller = services.get("logFiller");
    const messageLog = services.get("messageLog");
    const http = services.get("http");
    const log = services.get("log");
    const store = services.get("store");
    let sourceClosed: Promise<void> | undefined;
    const closeSource = (): Promise<void> => {
      sourceClosed ??= source.close();
      return sourceClosed;
    };
    opened.push(
      () => http.cut(),
      () => store.close(),
      async () => services.get("smsAccount").close(),
      () => services.get("smsGateway").close(),
      async () => services.get("optOutList").close(),
      () => messageLog.close(),
      () => services.get("auditTrail").close(),
      () => reports.close(),
      () => logFiller.stop(),
      () => webhookReports.close(),
      () => services.get("webhookFeed").stop(),
      () => publisher.close(),
      () => closeSource(),
    );
    const warnings = [
      ...standIns(config),
      ...(await store.open()),
      ...(await openEvents()),
      ...(await messageLog.open()),
      ...receiptWarnings(config),
      ...otpPolicyWarnings(services.get("otpPolicies")),
      ...otpTemplateFaults(services.get("otpPolicies"), services.get("templates").current()),
    ];
    services.get("warnings").push(...warnings);
    services.get("breaker").whenClosed(() => dispatcher.wake());
    let woken: Promise<unknown> = Promise.resolve();
    const stop = async (): Promise<boolean> => {
      const until = clock.monotonic() + config.SHUTDOWN_GRACE_MS;
      const leftMs = () => Math.max(until - clock.monotonic(), 0);
      const closingMs = () => Math.max(until + closeMs - clock.monotonic(), 0);
      stopping.abort();
      const handOver = async (): Promise<boolean> => {
        const drained = await dispatcher.drain(leftMs());
        await closeSource();
        return drained;
      };
      // All at once: a caller, or a webhook's receiver, who hangs takes no time from texts, nor from who waits for our partitions.
      const ended = await Promise.all([
        inTime(clock, http.close(), leftMs()),
        inTime(clock, source.stopFetching(), leftMs()),
        inTime(clock, handOver(), closingMs()),
        inTime(clock, woken, leftMs()),
      ]);
      const left = [...ended, await inTime(clock, close(), Math.min(closingMs(), closeMs))];
      const clean = left.every((done) => done);
      log.info({ clean }, "stopped");
      return clean;
    };
    const stopOnce = (): Promise<boolean> => {
      stopped ??= stop();
      return stopped;
    };
    working(stopOnce);
    // Before the first record: a port that is taken ends the start with nothing in work.
    const url = await http.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
    // Opted-out numbers are known before anything is read; a Redis or a topic that is away is waited for in the
    // background.
    const begun = services
      .get("rebuildLedger")
      .run(stopping.signal)
      .then(() => (stopping.signal.aborted ? undefined : source.start(dispatcher)));
    begun.catch(() => undefined);
    await Promise.race([begun, clock.sleep(startWithinMs, stopping.signal)]);
    if (stopping.signal.aborted) throw new Error("stopped while it started");
    await reports.start(logFiller);
    log.info({ url, warnings }, "serving");
    woken = Promise.all([
      services.get("pollReceipts")(stopping.signal),
      services.get("wakeParked")(stopping.signal),
      services.get("mendOrphans").run(stopping.signal),
      services.get("runCampaigns")(stopping.signal),
      services.get("sweepRegularly")(stopping.signal),
      services.get("keepBooks")(stopping.signal),
      services.get("runWebhooks")(stopping.signal),
      services.get("watchPrices")(stopping.signal),
      // The simulator's account stops nothing.
      ...(config.SMS_GATEWAY === "sns"
        ? [services.get("accountWatch").run(stopping.signal), services.get("blockedAccount").run(stopping.signal)]
        : []),
    ]);

    return {
      services,
      url,
      inbox: simulator?.url,
      ready: services.get("readiness")().length === 0,
      warnings,
      stop: stopOnce,
    };
  } catch (error) {
    wired?.get("stopping").abort();
    // Texts in flight end before anything is closed.
    await (stopped ?? inTime(systemClock, close(), closeMs));
    throw error;
  }
};
