import { basename, relative } from "node:path";

const ownPackage = "@sms-service/service";

/**
 * The command by which this program was called, for a person to repeat where it was called: `npm run sample` in its own
 * folder, `npx sms sample` in a project that installed it, `node dist/main.js sample` or `sms sample`.
 */
export const sampleCommand = (
  { argv, cwd, env }: Pick<NodeJS.Process, "argv" | "cwd" | "env">,
  url: string,
): string => {
  const program = argv[1] ?? "sms";
  const isNpm = env["npm_lifecycle_event"] !== undefined && env["npm_package_name"] === ownPackage;
  const installed = program.includes("node_modules/.bin/") ? "npx sms" : "sms";
  const called = basename(program) === "main.js" ? `node ${relative(cwd(), program)}` : installed;
  const words = `${isNpm ? "npm run" : called} sample`;
  // To Kafka it finds its way by the settings of the service.
  if (url === "http://127.0.0.1:8080" || env["KAFKA_BROKERS"]) return words;
  return `${words}${isNpm ? " --" : ""} --url ${url}`;
};
