import { sampleCommand } from "../adapters/cli/sample-command.js";
import { serve } from "../adapters/cli/serve.js";
import type { ExitCode, Terminal } from "../adapters/cli/terminal.js";
import { systemClock } from "../adapters/system/clock.js";
import { otpTemplateFaults } from "../domain/otp/otp-template-faults.js";
import { checkedConfig } from "./checked-config.js";
import { startService } from "./service.js";

/** `sms serve`: runs the service of this environment until a signal stops it; SIGHUP reads templates and limits again. */
export const serveCommand = (own: NodeJS.Process, terminal: Terminal): Promise<ExitCode> => {
  const start = async () => {
    const config = checkedConfig(own.env);
    const service = await startService(config);
    return {
      ...service,
      next: sampleCommand(own, service.url),
      reload: () => {
        const { services } = service;
        const reloaded = services.get("templates").reload();
        const limitsFaults = services.get("limitsStore").reload();
        const limits =
          config.SMS_LIMITS === undefined
            ? []
            : limitsFaults.length === 0
              ? ["limits read again"]
              : ["limits not read again, the old ones stay:", ...limitsFaults.map((fault) => `  ${fault}`)];
        if (reloaded.ok)
          return [
            `templates read again: ${reloaded.count}`,
            ...otpTemplateFaults(services.get("otpPolicies"), services.get("templates").current()),
            ...limits,
          ].join("\n");
        return `${[...limits, ""].join("\n")}templates not read again, the old ones stay:\n${reloaded.faults.map(({ file, line, message }) => `  ${file}:${line}: ${message}`).join("\n")}`;
      },
    };
  };

  return serve(
    {
      start,
      onSignal: (signal, told) => void own.on(signal, told),
      monotonic: () => systemClock.monotonic(),
      exit: (code) => own.exit(code),
    },
    terminal,
  );
};
