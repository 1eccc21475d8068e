import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Classify, classifierOf } from "../../domain/receipt/provider-response.js";

const Table = z.array(z.object({ providerResponse: z.string().min(1), klass: z.string().regex(/^[a-z_]+$/u) })).min(1);

/**
 * The words for providers' responses (data/provider-responses.json). Throws where the file is faulty: it comes with
 * the package.
 */
export const readProviderResponses = (path: string): Classify =>
  classifierOf(Table.parse(JSON.parse(readFileSync(path, "utf8"))));
