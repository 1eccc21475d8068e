import { sampleCommand } from "../adapters/cli/sample-command.js";
import { serve } from "../adapters/cli/serve.js";
import type { ExitCode, Terminal } from "../adapters/cli/terminal.js";
import { systemClock } from "../adapters/system/clock.js";
import { checkedConfig } from "./checked-config.js";
import { endAtFault } from "./end-at-fault.js";
import { createReloadFiles } from "./reload-files.js";
import { startService } from "./service.js";

/** `sms serve`: runs the service of this environment until a signal stops it; SIGHUP reads templates and limits again. */
export const serveCommand = (own: NodeJS.Process, terminal: Terminal): Promise<ExitCode> =>
  serve(
    {
      start: async (working) => {
        const config = checkedConfig(own.env);
        endAtFault(own, config);
        const service = await startService(config, undefined, working);
        return {
          ...service,
          next: sampleCommand(own, service.url),
          reload: createReloadFiles(service.services),
        };
      },
      onSignal: (signal, told) => void own.on(signal, told),
      monotonic: () => systemClock.monotonic(),
      exit: (code) => own.exit(code),
    },
    terminal,
  );
