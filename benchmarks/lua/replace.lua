-- Replaces flights that are there, each with its newest OVN. args: token file, file of flights (id TAB ovn TAB body)
-- A body holds @KEY@ where the OVNs of all other flights belong, if it has to name them.
local ready, ovn, body, order, known = {}, {}, {}, {}, nil
function init(args)
  token = io.open(args[1]):read("*l")
  for line in io.lines(args[2]) do
    local id, o, b = line:match("([^\t]+)\t([^\t]+)\t(.+)")
    ovn[id], body[id], ready[#ready + 1], order[#order + 1] = o, b, id, id
  end
end

local function key_without(id)
  local all = {}
  for _, other in ipairs(order) do
    if other ~= id then all[#all + 1] = '"' .. ovn[other] .. '"' end
  end
  return table.concat(all, ",")
end

function request()
  local id = table.remove(ready, 1)
  local sent = body[id]
  if sent:find("@KEY@", 1, true) then sent = sent:gsub("@KEY@", function() return key_without(id) end) end
  local path = "/dss/v1/operational_intent_references/" .. id .. "/" .. ovn[id]
  return wrk.format("PUT", path, { Authorization = "Bearer " .. token, ["X-Request-Id"] = id }, sent)
end

-- The request id comes back, so the answer tells which flight it is about.
function response(status, headers, answer)
  local id = headers["x-request-id"]
  ready[#ready + 1] = id
  for other, newest in answer:gmatch('"id":"([^"]+)","manager":"[^"]+","uss_availability":"[^"]+","version":%d+,"state":"%a+","ovn":"([^"]+)"') do
    if ovn[other] then ovn[other] = newest end
  end
  if status == 200 then accepted = (accepted or 0) + 1 else refused = (refused or 0) + 1 end
end

local all = {}
function setup(thread) all[#all + 1] = thread end
function done(summary, latency)
  local yes, no = 0, 0
  for _, thread in ipairs(all) do
    yes, no = yes + (thread:get("accepted") or 0), no + (thread:get("refused") or 0)
  end
  io.write(string.format("accepted %.1f refused %.1f\n", yes / summary.duration * 1e6, no / summary.duration * 1e6))
end
