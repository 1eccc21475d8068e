import { keepOpenapi } from "../adapters/files/keep-openapi.js";
import { bundleCommands } from "./bundle-commands.js";
import { openapiPaths } from "./openapi-paths.js";

// `npm run build` runs this last.
keepOpenapi(openapiPaths.yaml, openapiPaths.kept);
await bundleCommands();
