import { shipped } from "./shipped.js";

/** The description of the HTTP API: as it is written, and as the build keeps it. */
export const openapiPaths = { yaml: shipped("docs/openapi.yaml"), kept: shipped("dist/openapi.json") } as const;
