import type { CheckedFile, CheckedWindow, FileFault } from "../../domain/campaign/checked-file.js";

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const usd = (micros: number): string => `USD ${(micros / 1e6).toFixed(micros < 1e6 ? 4 : 2)}`;
const named: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

const faultLine = ({ column, fault, line, value }: FileFault): string =>
  `  line ${line}${column === null ? "" : `, ${column}`}${value === undefined || value === "" ? "" : ` “${value}”`}: ${fault}`;

const mostWindows = 20;

const windowLine = (window: CheckedWindow): string =>
  `  ${counted(window.rows, "text")} would ${window.from === null ? "go at once" : `wait for ${window.words} (${window.from})`}`;

/** The result of a check, line by line; `redisFreeBytes` where a running service tells it. */
export const checkedFilePage = (report: CheckedFile, redisFreeBytes: number | null = null): readonly string[] => {
  const { bad, cost, delimiter, duplicates, encoding, excluded, faults, good, mended, parts, rows } = report;
  const mends = Object.entries(mended).map(([kind, count]) => `${count} ${kind}`);
  const price = cost.low === cost.high ? usd(cost.low) : `${usd(cost.low)} to ${usd(cost.high)}`;
  const later = report.windows.slice(mostWindows).reduce((sum, window) => sum + window.rows, 0);
  return [
    `${counted(rows, "row")}: ${good.toLocaleString("en")} good, ${bad} bad, ${duplicates} duplicate, ${excluded} excluded   (${encoding}, ${named[delimiter] ?? delimiter})`,
    ...Object.entries(parts).map(
      ([count, texts]) => `  ${counted(texts, "text")} of ${counted(Number(count), "part")}`,
    ),
    `  cost ${price}${report.unpriced > 0 ? `, and ${counted(report.unpriced, "text")} without a price` : ""}`,
    ...report.windows.slice(0, mostWindows).map(windowLine),
    ...(later > 0 ? [`  ${counted(later, "text")} would wait in further zones, or longer`] : []),
    `  needs ${counted(Math.ceil(report.redisBytes / 1e6), "MB", "MB")} of Redis while it runs${redisFreeBytes === null ? "" : `, ${counted(Math.floor(redisFreeBytes / 1e6), "MB", "MB")} are free`}`,
    ...(mends.length === 0 ? [] : [`  numbers a spreadsheet had changed, read nevertheless: ${mends.join(", ")}`]),
    ...(report.unused.length === 0 ? [] : [`  columns that the text does not use: ${report.unused.join(", ")}`]),
    ...faults.map(faultLine),
    ...(bad > faults.length ? [`  … and ${(bad - faults.length).toLocaleString("en")} more`] : []),
  ];
};
