-- Each request creates an operational intent with an id of its own. args: token file, file of bodies (one a line)
local threads = 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end

local bodies, n = {}, 0
function init(args)
  token = io.open(args[1]):read("*l")
  for line in io.lines(args[2]) do bodies[#bodies + 1] = line end
  math.randomseed(os.time() + number * 7919)
  n = number * math.floor(#bodies / 4)
end

local function hex(k)
  local digits = {}
  for i = 1, k do digits[i] = string.format("%x", math.random(0, 15)) end
  return table.concat(digits)
end

function request()
  n = n + 1
  local id = hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-a" .. hex(3) .. "-" .. hex(12)
  local path = "/dss/v1/operational_intent_references/" .. id
  return wrk.format("PUT", path, { Authorization = "Bearer " .. token }, bodies[n % #bodies + 1])
end
