import { describe, expect, test } from "vitest";
import { runsOutOn, spendForecast } from "../../../src/domain/money/spend-forecast.js";

const day = (of: string, back: number) => new Date(Date.parse(of) - back * 86_400_000).toISOString().slice(0, 10);
const past = (of: string, days: number, micros: (back: number) => number) =>
  new Map(Array.from({ length: days }, (_, at) => [day(of, at + 1), micros(at + 1)] as const));

describe("what the month will have cost", () => {
  test.each([0, 1, 2])("is not said with %s days of data", (days) =>
    expect(
      spendForecast(
        10,
        past("2026-11-26", days, () => 100),
        "2026-11-26",
      ),
    ).toBeUndefined(),
  );

  test("adds the mean of the last seven days for each day to come, today's rest included", () => {
    const spent = new Map([...past("2026-11-26", 10, () => 100), ["2026-11-26", 40] as const]);
    const forecast = spendForecast(2_040, spent, "2026-11-26");
    expect(forecast).toMatchObject({ micros: 2_040 + 60 + 4 * 100, basis: "the last 7 days" });
    expect(runsOutOn(2_040, 2_250, forecast!)).toBe("2026-11-28");
    expect(runsOutOn(2_040, 2_500, forecast!)).toBeUndefined();
  });

  test("goes by weekdays once four weeks are known", () => {
    // 2026-11-26 is a Thursday: Sundays cost 700, other days nothing.
    const spent = past("2026-11-26", 28, (back) => (new Date(day("2026-11-26", back)).getUTCDay() === 0 ? 700 : 0));
    expect(spendForecast(0, spent, "2026-11-26")).toMatchObject({ micros: 700, basis: "weekdays of the last 4 weeks" });
  });
});
