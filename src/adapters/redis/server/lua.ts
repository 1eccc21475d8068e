/** Texts of the .lua files in this folder; `npm run generate` writes it. */
export const lua = {
  instant:
    "-- An instant as a worker gives it: `=` and milliseconds since 1970, by the clock that all workers share; or milliseconds to\n-- add to this server's own clock, which may jump.\nlocal function instant(word)\n  if string.sub(word, 1, 1) == '=' then return tonumber(string.sub(word, 2)) end\n  local time = redis.call('TIME')\n  return time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(word)\nend\n",
} as const;
