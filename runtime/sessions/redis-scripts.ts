/** Lua scripts for steps that must be atomic. Times are those of the Redis server. */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * Keys: the session, the sorted set of sessions by the end of their use. Arguments: id, server, messages, maxSessions,
 * idleMs, and the prefixes of records, events and channels. Returns 1, or 0 if every session is in use.
 */
export const CREATE = `${NOW}
local session, sessions = KEYS[1], KEYS[2]
local id, server, initialize, max, idle = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('ZREMRANGEBYSCORE', sessions, '-inf', now - idle)
if redis.call('ZCARD', sessions) >= max then
  local oldest = redis.call('ZRANGE', sessions, 0, 0, 'WITHSCORES')
  if tonumber(oldest[2]) > now then return 0 end
  redis.call('DEL', ARGV[6] .. oldest[1], ARGV[7] .. oldest[1])
  redis.call('ZREM', sessions, oldest[1])
  redis.call('PUBLISH', ARGV[8] .. oldest[1], '{"kind":"end"}')
end
redis.call('HSET', session, 'server', server, 'initialize', initialize)
redis.call('PEXPIRE', session, idle)
redis.call('ZADD', sessions, now, id)
return 1
`;

/** Keys: the session, the sorted set of sessions. Arguments: id, milliseconds, idleMs. Returns 0 without such a session. */
export const USE = `${NOW}
local ms, idle = tonumber(ARGV[2]), tonumber(ARGV[3])
if redis.call('PEXPIRE', KEYS[1], ms + idle) == 0 then return 0 end
redis.call('ZADD', KEYS[2], now + ms, ARGV[1])
return 1
`;

/** Keys: the session. Arguments: the field, and the message; without a message the field is removed. */
export const REMEMBER = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if ARGV[2] then return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return redis.call('HDEL', KEYS[1], ARGV[1])
`;

/**
 * Keys: the session, its events. Arguments: stream, message, the channel, the event to publish, maxEvents,
 * maxEventBytes, eventMs. Returns the event's number, or 0 if there is no such session.
 */
export const APPEND = `${NOW}
local session, events = KEYS[1], KEYS[2]
local message, maxEvents, maxBytes, ms = ARGV[2], tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
if redis.call('EXISTS', session) == 0 then return 0 end
local seq = redis.call('HINCRBY', session, 'seq', 1)
redis.call('XADD', events, seq .. '-0', 'stream', ARGV[1], 'at', now, 'message', message)
local count = redis.call('XLEN', events)
local bytes = #message
if count > 1 then bytes = bytes + redis.call('HGET', session, 'bytes') end
while count > 1 do
  local oldest = redis.call('XRANGE', events, '-', '+', 'COUNT', 1)[1]
  local fields = oldest[2]
  if count <= maxEvents and bytes <= maxBytes and tonumber(fields[4]) > now - ms then break end
  redis.call('XDEL', events, oldest[1])
  bytes = bytes - #fields[6]
  count = count - 1
end
redis.call('HSET', session, 'bytes', bytes)
redis.call('PEXPIRE', events, ms)
redis.call('PUBLISH', ARGV[3], ARGV[4])
return seq
`;

/** Keys: the session, its events, the sorted set of sessions. Arguments: id, the channel. */
export const END = `
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('PUBLISH', ARGV[2], '{"kind":"end"}')
return 1
`;
