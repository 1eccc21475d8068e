interface StatProps {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly tone?: "bad" | "warn" | undefined;
  readonly href?: string;
}

/** One figure with its name and its meaning; a count that can be looked into is a link. */
export const Stat = ({ name, value, note, tone, href }: StatProps) => {
  const inside = (
    <>
      <span class="label">{name}</span>
      <strong class={`figure num ${tone ?? ""}`}>{value}</strong>
      <span class="small quiet">{note}</span>
    </>
  );
  return href === undefined ? (
    <div class="card stat">{inside}</div>
  ) : (
    <a class="card stat" href={href}>
      {inside}
    </a>
  );
};
