import { useEffect, useRef } from "preact/hooks";
import type UPlot from "uplot";

export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Name of a colour of the kit: `good`, `bad`, `accent`. */
  readonly tone: "accent" | "bad" | "good" | "warn";
}

interface ChartProps {
  /** Says in words the content of the chart, for people who cannot see it. */
  readonly label: string;
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  /** Counts, drawn as bars. */
  readonly bars?: boolean;
}

/** The library as its own script defines it. */
declare const uPlot: typeof UPlot;

const height = 160;
/** Seconds between two ticks: no finer than what they say. */
const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400];

/** Whole numbers between two ticks of a count. */
const countSteps = Array.from({ length: 24 }, (_, n) => [1, 2, 5][n % 3]! * 10 ** Math.floor(n / 3));
/** Pixels for an instant with its seconds, and the gap to the next. */
const tickRoom = 76;

const colour = (node: Element, name: string): string => getComputedStyle(node).getPropertyValue(`--${name}`).trim();

/** A quiet chart: the axes in the page's own type, one colour a meaning. Drawn anew when the theme changes. */
export const Chart = ({ label, times, lines, bars = false }: ChartProps) => {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | undefined>(undefined);
  const data = [times, ...lines.map(({ values }) => values)] as unknown as UPlot.AlignedData;
  // Drawn anew, it shows what is known then.
  const latest = useRef(data);
  latest.current = data;
  const shape = lines.map(({ label: name, tone }) => `${name} ${tone}`).join();
  useEffect(() => {
    const node = host.current;
    if (node === null) return;
    const probe = document.createElement("i");
    node.append(probe);
    const tone = (name: string): string => {
      probe.style.color = colour(node, name);
      return getComputedStyle(probe).color;
    };
    const draw = (): void => {
      plot.current?.destroy();
      const axis = {
        stroke: tone("quiet"),
        font: `12px ${getComputedStyle(document.body).fontFamily}`,
        grid: { stroke: tone("line"), width: 1 },
        ticks: { show: false },
      };
      const options: UPlot.Options = {
        width: Math.max(node.clientWidth, 200),
        height,
        cursor: { show: false },
        legend: { show: false },
        padding: [8, 28, 0, 0],
        scales: { y: { range: (_plot, _least, most) => [0, Math.max(most * 1.1, 1)] } },
        axes: [
          {
            ...axis,
            size: 28,
            space: tickRoom,
            incrs: tickSteps,
            values: (_plot, ticks, _axis, _space, step) =>
              ticks.map((at) => new Date(at * 1_000).toTimeString().slice(0, step < 60 ? 8 : 5)),
          },
          { ...axis, size: 40, ...(bars ? { incrs: countSteps } : {}) },
        ],
        series: [
          {},
          ...lines.map(({ label: name, tone: named }) => ({
            label: name,
            stroke: tone(named),
            width: 1.5,
            points: { show: false },
            ...(bars ? { fill: tone(named), paths: uPlot.paths.bars!({ size: [0.6, 40] }) } : {}),
          })),
        ],
      };
      plot.current = new uPlot(options, latest.current, node);
    };
    draw();
    const theme = matchMedia("(prefers-color-scheme: dark)");
    const sized = new ResizeObserver(() => plot.current?.setSize({ width: Math.max(node.clientWidth, 200), height }));
    theme.addEventListener("change", draw);
    sized.observe(node);
    return () => {
      theme.removeEventListener("change", draw);
      sized.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape, bars]);
  useEffect(() => plot.current?.setData(data), [times, lines]);
  return (
    <figure class="chart">
      {lines.length > 1 && (
        <figcaption class="row small quiet">
          {lines.map(({ label: name, tone }) => (
            <span key={name} class="row tight">
              <span class={`swatch ${tone}`} />
              {name}
            </span>
          ))}
        </figcaption>
      )}
      <div ref={host} role="img" aria-label={label} />
    </figure>
  );
};
