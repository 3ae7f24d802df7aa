-- Exchanges refresh tokens, each of which is used by one connection at a time.
-- Arguments: path, name of the token in bodies, and more tokens than connections.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  path, name, tokens = args[1], args[2], {}
  for i = 3, #args do table.insert(tokens, args[i]) end
  pattern = '"' .. name .. '":"([^"]+)"'
  ok, other = 0, 0
end

function request()
  local body = string.format('{"%s":"%s"}', name, table.remove(tokens, 1))
  return wrk.format("POST", path, { ["Content-Type"] = "application/json" }, body)
end

function response(status, headers, body)
  if status == 200 then
    ok = ok + 1
    table.insert(tokens, string.match(body, pattern))
  else
    other = other + 1
  end
end

function done(summary)
  local ok, other = 0, 0
  for _, thread in ipairs(threads) do
    ok = ok + thread:get("ok")
    other = other + thread:get("other")
  end
  io.write(string.format('\nRESULT {"ok":%d,"other":%d,"seconds":%.3f}\n', ok, other, summary.duration / 1e6))
end
