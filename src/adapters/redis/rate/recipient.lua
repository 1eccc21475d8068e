-- Texts to one number: a hash of message ids, each with "instant|class|template", `next`, the instant from which on the next
-- one may go, and `went`, "instant|id" of the last one that was let go. A class or template that no cap counts is left out.
-- What counts goes when the number is looked at after the longest window, what does not after a minute, and the whole with
-- its TTL, which is longer by `margin`: Redis ends a key by its own clock, which may jump.
local placeMs, margin = 60000, 900000

local function textsOf(key, horizon)
  local texts, mine, first, went = {}, {}, 0, ''
  local flat = redis.call('HGETALL', key)
  for i = 1, #flat, 2 do
    if flat[i] == 'next' then
      first = tonumber(flat[i + 1])
    elseif flat[i] == 'went' then
      went = flat[i + 1]
    else
      local at, class, template = string.match(flat[i + 1], '^(%d+)|([^|]*)|(.*)$')
      at = tonumber(at)
      if horizon and at <= now - (class == '' and template == '' and placeMs or horizon) then
        redis.call('HDEL', key, flat[i])
      else
        local text = { at = at, class = class, template = template }
        texts[#texts + 1], mine[flat[i]] = text, text
      end
    end
  end
  return texts, mine, first, went, #flat == 0
end

local function instantsOf(texts, cap)
  local instants = {}
  for _, text in ipairs(texts) do
    if text[cap[1]] == cap[2] and text.at > now - cap[3] then instants[#instants + 1] = text.at end
  end
  table.sort(instants)
  return instants
end

-- Gives the text this place.
local function place(text, id, at, spacing, fields)
  fields[#fields + 1], fields[#fields + 2] = id, string.format('%.0f', at) .. '|' .. text.class .. '|' .. text.template
  if spacing > 0 then fields[#fields + 1], fields[#fields + 2] = 'next', string.format('%.0f', at + spacing) end
end

-- How long a text waits for its place, and for a whole spacing after the one that was let go last; one that missed its place gets
-- the next one. Writes `fields`, and where the text goes, that it goes now, as the one that was let go last.
local function placed(key, id, text, spacing, first, went, fields)
  local at = text.at
  local wentAt, wentId = string.match(went, '^(%d+)|(.*)$')
  local behind = spacing > 0 and wentId and wentId ~= id and tonumber(wentAt) + spacing or at
  if behind > now and now - at >= spacing then
    at = math.max(first, behind)
    text.at = at
    place(text, id, at, spacing, fields)
  end
  local wait = math.max(0, at - now, behind - now)
  if wait == 0 and at < now then
    text.at = now
    place(text, id, now, 0, fields)
  end
  if wait == 0 and spacing > 0 then
    fields[#fields + 1], fields[#fields + 2] = 'went', string.format('%.0f', now) .. '|' .. id
  end
  if #fields > 0 then redis.call('HSET', key, unpack(fields)) end
  return wait
end

-- The rule of domain/rate/recipient-step.ts. KEYS: the number's.
-- Arguments: message id, ms until the next text, horizon, the caps of its class and template as JSON {of, name, ms, most}.
ops.recipientTake = { keys = 1, args = 4, free = true, run = function(key, arg)
  local id, spacing, horizon = arg[1], tonumber(arg[2]), tonumber(arg[3])
  local texts, mine, first, went, isNew = textsOf(key[1], horizon)
  local caps, counts = fromJson(arg[4]), {}
  local keep = #caps > 0 and horizon + margin or placeMs
  local own = mine[id]
  for number, cap in ipairs(caps) do
    local instants = instantsOf(texts, cap)
    counts[number] = #instants
    if #instants >= cap[4] and not wasMarked and not (own and own.at > now - cap[3]) then
      return say('capped', number, #instants, string.format('%.0f', instants[#instants - cap[4] + 1] + cap[3]))
    end
  end
  if own then
    local wait = wasMarked and 0 or placed(key[1], id, own, spacing, first, went, {})
    lives(key[1], wait + keep + spacing)
    for number, cap in ipairs(caps) do counts[number] = #instantsOf(texts, cap) end
    return say(wait == 0 and 'taken' or 'early', wait, counts)
  end
  local at, fields = spacing == 0 and now or math.max(now, first), {}
  local text = { at = at, class = '', template = '' }
  for number, cap in ipairs(caps) do text[cap[1]], counts[number] = cap[2], counts[number] + 1 end
  place(text, id, at, spacing, fields)
  local wait = placed(key[1], id, text, spacing, at + spacing, went, fields)
  if wasMarked then wait = 0 end
  local left = at - now + keep + spacing
  if isNew then redis.call('PEXPIRE', key[1], left) else lives(key[1], left) end
  return say(wait == 0 and 'taken' or 'early', wait, counts)
end }

-- KEYS: the number's. Arguments: message id.
ops.recipientGiveBack = { keys = 1, args = 1, free = true, run = function(key, arg)
  redis.call('HDEL', key[1], arg[1])
  return say('given')
end }

-- KEYS: the number's. Arguments: caps as JSON.
ops.recipientCounts = { keys = 1, args = 1, free = true, run = function(key, arg)
  local texts, counts = textsOf(key[1]), {}
  for number, cap in ipairs(cjson.decode(arg[1])) do counts[number] = #instantsOf(texts, cap) end
  return say('counted', counts)
end }
