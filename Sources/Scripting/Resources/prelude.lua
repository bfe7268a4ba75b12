-- What a script finds before it is loaded: the table wrk, as wrk has it, and squall with what wrk does not have.
--
-- `host` has the functions of the program; they take and give single values, so lists and tables cross as text.

local host = host
_G.host = nil

math.randomseed(host.random(0, 2147483647))

wrk = { method = "GET", headers = {}, addrs = {} }
squall = {
    json = {
        -- null, for which Lua's nil cannot stand in a table.
        null = setmetatable({}, { __tostring = function() return "null" end }),
    },
}

-- What marks a table as an array, though it be empty.
local array = {}

function squall.json.array(values)
    return setmetatable(values, array)
end

-- Values between states ------------------------------------------------------------------------------------------------

-- A value as text, for another state: what both can have, tables within tables included.
local function pack(value, into, seen)
    local kind = type(value)
    if value == squall.json.null then
        into[#into + 1] = "u"
    elseif kind == "nil" then
        into[#into + 1] = "z"
    elseif kind == "boolean" then
        into[#into + 1] = value and "t" or "f"
    elseif kind == "number" then
        into[#into + 1] = ("%.17g;"):format(value)
    elseif kind == "string" then
        into[#into + 1] = "s" .. #value .. ":" .. value
    elseif kind == "table" then
        if seen[value] then error("cannot transfer a table that contains itself", 0) end
        seen[value] = true
        into[#into + 1] = getmetatable(value) == array and "[" or "{"
        for key, member in pairs(value) do
            pack(key, into, seen)
            pack(member, into, seen)
        end
        into[#into + 1] = "}"
        seen[value] = nil
    else
        error("cannot transfer '" .. kind .. "' to thread", 0)
    end
end

local function packed(value)
    local into = {}
    pack(value, into, {})
    return table.concat(into)
end

local unpack_at

local function unpack_table(result, text, position)
    while text:byte(position) ~= 125 do
        local key, value
        key, position = unpack_at(text, position)
        value, position = unpack_at(text, position)
        result[key] = value
    end
    return result, position + 1
end

unpack_at = function(text, position)
    local mark = text:sub(position, position)
    if mark == "z" then return nil, position + 1 end
    if mark == "u" then return squall.json.null, position + 1 end
    if mark == "t" then return true, position + 1 end
    if mark == "f" then return false, position + 1 end
    if mark == "{" then return unpack_table({}, text, position + 1) end
    if mark == "[" then return unpack_table(squall.json.array {}, text, position + 1) end
    if mark == "s" then
        local colon = text:find(":", position, true)
        local last = colon + tonumber(text:sub(position + 1, colon - 1))
        return text:sub(colon + 1, last), last + 1
    end
    local semicolon = text:find(";", position, true)
    return tonumber(text:sub(position, semicolon - 1)), semicolon + 1
end

local function unpacked(text)
    return (unpack_at(text, 1))
end

-- Addresses and threads ------------------------------------------------------------------------------------------------

-- A userdata as wrk's are, with these metamethods.
local function object(metamethods)
    local made = newproxy(true)
    local metatable = getmetatable(made)
    for name, method in pairs(metamethods) do metatable[name] = method end
    return made
end

local address_texts = setmetatable({}, { __mode = "k" })

local function make_address(text)
    local made = object { __tostring = function() return text end }
    address_texts[made] = text
    return made
end

-- The addresses of a name, "ip:port" each; IPv6 in brackets.
function wrk.lookup(name, service)
    local found = {}
    for text in host.lookup(name, tostring(service)):gmatch("[^\n]+") do found[#found + 1] = make_address(text) end
    return found
end

function wrk.connect(address)
    return host.connect(address_texts[address] or tostring(address))
end

function wrk.resolve(name, service)
    wrk.addrs = {}
    for _, address in ipairs(wrk.lookup(name, service)) do
        if wrk.connect(address) then wrk.addrs[#wrk.addrs + 1] = address end
    end
end

-- The thread with this number: any of them in the main state, where their globals are far, or a thread's own in its state.
local function make_thread(number, is_own)
    local methods = {
        get = function(_, name)
            if is_own then return _G[name] end
            return unpacked(host.get(number, name))
        end,
        set = function(_, name, value)
            if is_own then
                _G[name] = value
            else
                host.set(number, name, packed(value))
            end
        end,
        stop = function() host.stop(number) end,
    }
    return object {
        __index = function(_, key)
            if key ~= "addr" then return methods[key] end
            local text = host.address(number)
            return text and make_address(text)
        end,
        __newindex = function(_, key, value)
            if key ~= "addr" then error("cannot set '" .. tostring(key) .. "' on thread", 2) end
            -- Without an address, that of the target.
            local text = value ~= nil and address_texts[value]
            if value ~= nil and not text then error("thread.addr is an address from wrk.lookup, and not a " .. type(value), 2) end
            host.set_address(number, text or nil)
        end,
    }
end

-- Requests -------------------------------------------------------------------------------------------------------------

-- A request as bytes. What is nil comes from wrk. Host comes first and the other headers by name, so that the same
-- request is the same bytes each time.
function wrk.format(method, path, headers, body)
    method = method or wrk.method
    path = path or wrk.path
    headers = headers or wrk.headers
    body = body or wrk.body
    if body then body = tostring(body) end

    local lines = { method .. " " .. path .. " HTTP/1.1" }
    local fields, has_host, has_length = {}, false, false
    for name, value in pairs(headers) do
        local lower = tostring(name):lower()
        if lower == "host" then
            has_host = true
            lines[#lines + 1] = name .. ": " .. tostring(value)
        else
            has_length = has_length or lower == "content-length" or lower == "transfer-encoding"
            fields[#fields + 1] = tostring(name) .. ": " .. tostring(value)
        end
    end
    if not has_host and wrk.headers["Host"] then
        -- As wrk does: the table has it from then on.
        headers["Host"] = wrk.headers["Host"]
        lines[#lines + 1] = "Host: " .. tostring(wrk.headers["Host"])
    end
    table.sort(fields)
    for _, line in ipairs(fields) do lines[#lines + 1] = line end
    if body and not has_length then lines[#lines + 1] = "Content-Length: " .. #body end
    lines[#lines + 1] = ""
    lines[#lines + 1] = body or ""
    return table.concat(lines, "\r\n")
end

-- Hooks ----------------------------------------------------------------------------------------------------------------

function wrk.setup(thread)
    thread.addr = wrk.addrs[1]
    if type(setup) == "function" then setup(thread) end
end

local is_initialised = false

local function set_host()
    for name in pairs(wrk.headers) do
        if tostring(name):lower() == "host" then return end
    end
    local host = wrk.host:find(":", 1, true) and "[" .. wrk.host .. "]" or wrk.host
    wrk.headers["Host"] = wrk.port and host .. ":" .. wrk.port or host
end

function wrk.init(args)
    set_host()
    -- A script's init may call this one.
    if not is_initialised then
        is_initialised = true
        if type(init) == "function" then init(args) end
    end
    local request = wrk.format()
    wrk.request = function() return request end
end

-- The program calls these.
local hooks = {}

function hooks.prepare(values)
    for name, value in pairs(unpacked(values)) do wrk[name] = value end
end

function hooks.begin_thread(number)
    wrk.thread = make_thread(number, true)
end

function hooks.resolve(name, service)
    wrk.resolve(name, service)
    return #wrk.addrs
end

function hooks.setup(number)
    wrk.setup(make_thread(number, false))
end

function hooks.init(args)
    wrk.init(unpacked(args))
end

function hooks.has(name)
    return type(_G[name]) == "function"
end

-- The row of the report for requests of this name; 0 is the one for all others.
local row_numbers, rows_are_full = {}, false

local function row(name)
    local number = row_numbers[name]
    if number or rows_are_full then return number or 0 end
    number = host.row(name)
    row_numbers[name] = number
    rows_are_full = not number
    return number or 0
end

local field_types = { method = "string", path = "string", headers = "table", body = "string", name = "string" }

-- The bytes of the request with these fields, and its row.
local function made_of(fields)
    for field, value in pairs(fields) do
        local wanted, found = field_types[field], type(value)
        if not wanted then
            local known = "method, path, headers, body and name"
            error(("request() returned a table with '%s', which may have %s"):format(tostring(field), known), 0)
        elseif found ~= wanted then
            error(("request() returned a table in which '%s' is a %s, not a %s"):format(field, found, wanted), 0)
        end
    end
    local bytes = wrk.format(fields.method, fields.path, fields.headers, fields.body)
    return bytes, fields.name and row(fields.name) or 0
end

function hooks.request()
    local made = (type(request) == "function" and request or wrk.request)()
    if type(made) == "table" then return made_of(made) end
    return made, 0
end

-- As wrk: a text that is a number is one, and nothing is 0.
function hooks.delay()
    local wanted = delay()
    return wanted == nil and 0 or tonumber(wanted)
end

function hooks.get(name)
    return packed(_G[name])
end

function hooks.set(name, value)
    _G[name] = unpacked(value)
end

-- A distribution as done() gets it: which = "latency" or "requests".
local function make_statistics(which)
    local function number(value)
        return tonumber(value) or error("a number is expected, and not " .. tostring(value), 3)
    end
    local function percentile(_, p) return host.percentile(which, number(p)) end
    local names = { min = true, max = true, mean = true, stdev = true }
    return object {
        __len = function() return host.distinct(which) end,
        __call = function(_, index)
            index = number(index)
            return host.value_at(which, index), host.count_at(which, index)
        end,
        __index = function(_, key)
            if key == "percentile" then return percentile end
            return names[key] and host.statistic(which, key) or nil
        end,
    }
end

function hooks.done(summary)
    done(unpacked(summary), make_statistics("latency"), make_statistics("requests"))
end

-- squall ---------------------------------------------------------------------------------------------------------------

-- A number from a to b: a whole one where both are whole.
function squall.random(a, b)
    return host.random(a, b)
end

-- A random UUID (RFC 9562, version 4).
function squall.uuid()
    return host.uuid()
end

-- A value as JSON: a table with the keys 1, 2, 3 and so on is an array, any other an object.
function squall.json.encode(value)
    return host.encode(packed(value))
end

function squall.json.decode(text)
    return unpacked(host.decode(text))
end

-- The program looks up its hooks by name.
return function(name) return hooks[name] end
