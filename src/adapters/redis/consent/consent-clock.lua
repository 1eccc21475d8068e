-- A number's record is one hash. `<class>/<lane>` points to the entry that decides ("at id source state"),
-- `<class>#<id>` holds an entry (that line, then by, hash and the sealed evidence, each on its own line),
-- `reply/<kind>` the last reply, `opted-in` the last OptInPhoneNumber. Every ARGV begins with the clock.
local now = instant(ARGV[1])
