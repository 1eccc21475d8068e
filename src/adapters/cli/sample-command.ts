import { basename } from "node:path";

/**
 * The command by which this program was called, for a person to repeat: `npm run sample`, `node dist/main.js sample`
 * or `sms sample`.
 */
export const sampleCommand = (
  { argv, env }: { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string | undefined>> },
  url: string,
): string => {
  const program = argv[1] ?? "sms";
  const isNpm = env["npm_lifecycle_event"] !== undefined;
  const words = isNpm ? "npm run sample" : basename(program) === "main.js" ? "node dist/main.js sample" : "sms sample";
  // To Kafka it finds its way by the settings of the service.
  if (url === "http://127.0.0.1:8080" || env["KAFKA_BROKERS"]) return words;
  return `${words}${isNpm ? " --" : ""} --url ${url}`;
};
