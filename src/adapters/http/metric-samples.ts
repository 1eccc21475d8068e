export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^(sms_\w*)(?:\{(.*)\})? (\S+)$/u;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/gu;

/** The service's own series out of Prometheus' text. */
export const samplesOf = (text: string): readonly Sample[] =>
  text.split("\n").flatMap((row) => {
    const [, name, labels = "", value] = line.exec(row) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(label)].map(([, key, word]) => [key!, word!] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });

export const sumOf = (
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number =>
  samples
    .filter((one) => one.name === name && Object.entries(labels).every(([key, word]) => one.labels[key] === word))
    .reduce((sum, { value }) => sum + value, 0);
