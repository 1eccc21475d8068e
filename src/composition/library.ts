import { checkedConfig } from "./checked-config.js";
import { startService } from "./service.js";
import { type SmsDoors, smsDoors } from "./sms-doors.js";

/** The whole service within another process. */
export interface SmsService extends SmsDoors, AsyncDisposable {
  /** Its HTTP API. */
  readonly url: string;
  /** Its phones, where the simulator is embedded. */
  readonly inbox: string | undefined;
  /** False: something was left in flight when the grace was over. */
  stop(): Promise<boolean>;
  /** As `stop`, whatever is left. */
  close(): Promise<void>;
}

/** Starts the service as `npm start` does, from the same settings. Throws `InvalidEnvironment` with every fault. */
export const startSms = async (environment: NodeJS.ProcessEnv = process.env): Promise<SmsService> => {
  const { inbox, services, stop, url } = await startService(checkedConfig(environment));
  const close = async (): Promise<void> => {
    await stop();
  };
  return { ...smsDoors(services), url, inbox, stop, close, [Symbol.asyncDispose]: close };
};
