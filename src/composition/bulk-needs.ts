import type { BulkNeeds } from "../adapters/cli/bulk.js";
import type { ServiceClient } from "../adapters/cli/service-client.js";
import type { TextNeeds } from "../adapters/cli/text-commands.js";
import { fileBytes } from "../adapters/csv/file-bytes.js";
import { openRecipientFile } from "../adapters/csv/recipient-file.js";
import { bulkProgress } from "../adapters/files/bulk-progress.js";

/** The needs of `sms bulk`: the rows of a file, how far a run came, and this machine's templates. */
export const bulkNeeds = (call: ServiceClient, templates: TextNeeds["templates"]): BulkNeeds => ({
  call,
  openFile: (path) => openRecipientFile(fileBytes(path)),
  progress: bulkProgress,
  typesOf: async (template) => {
    const known = (await templates()).get(template);
    return known === undefined ? undefined : new Map([...known.variables].map(([name, { type }]) => [name, type]));
  },
});
