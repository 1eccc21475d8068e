/** How much of a bad day: the least that shows it in `npm test`, all of it in `npm run chaos`. */
export const spell = <Spell>(least: Spell, all: Spell): Spell => (process.env["SMS_CHAOS"] === "all" ? all : least);
