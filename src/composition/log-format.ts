import type { Config } from "../adapters/environment/config.js";

export const logFormat = ({ LOG_FORMAT }: Config): "json" | "pretty" =>
  LOG_FORMAT ?? (process.stderr.isTTY ? "pretty" : "json");
