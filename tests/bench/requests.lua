-- wrk reads the requests of a file, one a line: method, path, cookie and form, separated by tabs; it reports as JSON.
local lines, place = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, cookie, form = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
    local headers = { ["Accept-Encoding"] = "gzip" }
    if cookie ~= "" then headers["Cookie"] = cookie end
    if form ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    lines[#lines + 1] = wrk.format(method, path, headers, form ~= "" and form or nil)
  end
end

function request()
  place = place % #lines + 1
  return lines[place]
end

function done(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status
    + summary.errors.timeout
  io.write(string.format('\n{"requests": %d, "seconds": %f, "failed": %d, "p50": %f, "p99": %f}\n', summary.requests,
    summary.duration / 1e6, failed, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
