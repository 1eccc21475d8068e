-- An instant as a worker gives it: `=` and milliseconds since 1970, by the clock that all workers share; or milliseconds to
-- add to this server's own clock, which may jump.
local function instant(word)
  if string.sub(word, 1, 1) == '=' then return tonumber(string.sub(word, 2)) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(word)
end
