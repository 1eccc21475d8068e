import { readdirSync } from "node:fs";
import { Counter, Gauge, Registry } from "prom-client";

/** The process by Prometheus' own names ("Writing client libraries", Process metrics), and the version it runs. */
export interface ProcessMeters {
  text(): Promise<string>;
}

/** Linux has a folder of open files for each process; others have none, and no series. */
const openFiles = (): number | undefined => {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return undefined;
  }
};

export const createProcessMeters = (version: string): ProcessMeters => {
  const registers = [new Registry()];
  const read = (name: string, help: string, value: () => number | undefined) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const now = value();
        if (now !== undefined) this.set(now);
      },
    });
  new Counter({
    ...{ name: "process_cpu_seconds_total", help: "Processor time, of user and system", registers },
    collect() {
      const { system, user } = process.cpuUsage();
      this.reset();
      this.inc((system + user) / 1e6);
    },
  });
  const startedAt = Date.now() / 1_000 - process.uptime();
  read("process_start_time_seconds", "Start, in Unix time", () => startedAt);
  read("process_resident_memory_bytes", "Memory in use", () => process.memoryUsage.rss());
  read("process_open_fds", "Open files and connections", openFiles);
  const build = new Gauge({
    ...{ name: "sms_build_info", help: "1; the labels say what runs", registers },
    labelNames: ["version", "node"],
  });
  build.set({ version, node: process.version }, 1);
  return { text: () => registers[0]!.metrics() };
};
