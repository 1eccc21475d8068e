import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

export type KafkaVersion = "4.3.1" | "3.9.2" | "2.7.2";

const reload4j = {
  artifact: "<groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId><version>1.7.36</version>",
  file: "log4j.properties",
  text: [
    "log4j.rootLogger=WARN, out",
    "log4j.appender.out=org.apache.log4j.ConsoleAppender",
    "log4j.appender.out.layout=org.apache.log4j.PatternLayout",
    "log4j.appender.out.layout.ConversionPattern=%d %p %c %m%n",
  ],
} as const;

/** Kafka 4 logs through log4j 2 (over slf4j 1.7), earlier ones through reload4j. */
const logging = {
  "4.3.1": {
    artifact:
      "<groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version>",
    file: "log4j2.properties",
    text: [
      "rootLogger.level=WARN",
      "rootLogger.appenderRef.out.ref=out",
      "appender.out.type=Console",
      "appender.out.name=out",
      "appender.out.layout.type=PatternLayout",
      "appender.out.layout.pattern=%d %p %c %m%n",
    ],
  },
  "3.9.2": reload4j,
  "2.7.2": reload4j,
} as const;

const pom = (version: KafkaVersion) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency>${logging[version].artifact}</dependency>
  </dependencies>
</project>
`;

/**
 * The class path of Apache Kafka, fetched with Maven once per version into `.cache/` (45 MB, about 10 s). Several processes
 * may ask at once: each fetches aside, the first to finish wins.
 */
export const kafkaClassPath = async (version: KafkaVersion): Promise<string> => {
  const home = resolve(".cache", `kafka-${version}`);
  const classPath = `${home}/conf:${home}/lib/*`;
  if (existsSync(home)) return classPath;
  const aside = `${home}.${process.pid}-${Date.now()}`;
  await mkdir(join(aside, "conf"), { recursive: true });
  const { file, text } = logging[version];
  await writeFile(join(aside, "conf", file), `${text.join("\n")}\n`);
  await writeFile(join(aside, "pom.xml"), pom(version));
  await promisify(execFile)(
    "mvn",
    ["-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=lib"],
    { cwd: aside },
  );
  await rename(aside, home).catch(() => rm(aside, { recursive: true, force: true }));
  return classPath;
};
