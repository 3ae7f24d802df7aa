-- Signs in random users, each request from another client address.
-- Arguments: path, password, number of users, pause in milliseconds, and 1 if a refused client waits for Retry-After, otherwise 0.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("seed", #threads)
end

function init(args)
  path, password, users, pause, obeyRetryAfter = args[1], args[2], tonumber(args[3]), tonumber(args[4]), args[5] == "1"
  retryDelays = {}
  math.randomseed(seed)
  ok, busy, other = 0, 0, 0
end

-- wrk calls this right after a response, before the next request of the connection.
function delay()
  if #retryDelays > 0 then return table.remove(retryDelays) end
  return pause == 0 and 0 or math.random(0, 2 * pause)
end

function request()
  local headers = {
    ["Content-Type"] = "application/json",
    ["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(1, 254))
  }
  local body = string.format('{"email":"user%d@example.com","password":"%s"}', math.random(1, users), password)
  return wrk.format("POST", path, headers, body)
end

function response(status, headers)
  if status == 200 then ok = ok + 1
  elseif status == 503 then
    busy = busy + 1
    if obeyRetryAfter then table.insert(retryDelays, 1000 * tonumber(headers["Retry-After"])) end
  else other = other + 1 end
end

function done(summary)
  local ok, busy, other = 0, 0, 0
  for _, thread in ipairs(threads) do
    ok = ok + thread:get("ok")
    busy = busy + thread:get("busy")
    other = other + thread:get("other")
  end
  io.write(string.format('\nRESULT {"ok":%d,"busy":%d,"other":%d,"timeouts":%d,"seconds":%.3f}\n',
    ok, busy, other, summary.errors.timeout, summary.duration / 1e6))
end
