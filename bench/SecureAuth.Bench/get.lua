-- Sends GET requests with one access token after the other.
-- Arguments: path and access tokens, or only the path.
function init(args)
  requests, next = {}, 0
  for i = 2, #args do
    table.insert(requests, wrk.format("GET", args[1], { ["Authorization"] = "Bearer " .. args[i] }))
  end
  if #requests == 0 then requests = { wrk.format("GET", args[1]) } end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary)
  local errors = summary.errors
  local other = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format('\nRESULT {"ok":%d,"other":%d,"seconds":%.3f}\n',
    summary.requests - errors.status, other, summary.duration / 1e6))
end
