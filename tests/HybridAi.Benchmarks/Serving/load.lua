-- Posts the bodies of a file, one a line, in turn; without a file it gets. Arguments: file, bearer token.
local bodies, at = {}, 0

function init(args)
  if args[1] then for line in io.lines(args[1]) do bodies[#bodies + 1] = line end end
  for i, body in ipairs(bodies) do
    local headers = { ["Content-Type"] = "application/json", ["Authorization"] = args[2] and ("Bearer " .. args[2]) or nil }
    bodies[i] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  if #bodies == 0 then return wrk.format("GET") end
  at = at % #bodies + 1
  return bodies[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
