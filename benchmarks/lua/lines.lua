-- Sends prepared requests in turn. args: token file, file of requests (METHOD TAB path TAB body)
local threads = 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end

local made, n = {}, 0
function init(args)
  local token = io.open(args[1]):read("*l")
  for line in io.lines(args[2]) do
    local method, path, body = line:match("([^\t]+)\t([^\t]+)\t?(.*)")
    made[#made + 1] = wrk.format(method, path, { Authorization = "Bearer " .. token }, body ~= "" and body or nil)
  end
  n = number * 17
end
function request() n = n + 1; return made[n % #made + 1] end
