import Testing

/// Scripts as people write them for wrk, for a run with wrk and one with squall.
struct ParityScript: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var arguments: [String] = []
    /// Whether several requests are in one string.
    var isPipeline: Bool { name.hasPrefix("a pipeline") }

    var testDescription: String { name }

    static let all: [ParityScript] = [
        ParityScript(name: "nothing at all", text: ""),
        ParityScript(
            name: "fields",
            text: #"wrk.method = "PUT" wrk.path = "/fields" wrk.body = "x=1" wrk.headers["X-A"] = "b""#
        ),
        ParityScript(
            name: "the seed's: a JSON body and a look at each answer",
            text: """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.body = '{"sepal_length": 6.7, "sepal_width": 2.8, "petal_width": 1.8, "petal_length": 4.9}'
                function response(status, headers, body)
                    if status ~= 200 then print("Error: " .. status) end
                end
                """
        ),
        ParityScript(
            name: "init sets the fields",
            text: "function init(args) wrk.path = '/' .. args[1] wrk.headers['X-Count'] = #args end",
            arguments: ["one", "two"]
        ),
        ParityScript(
            name: "init calls wrk.init",
            text:
                "function init(args) if done_once then return end done_once = true wrk.path = '/again' wrk.init(args) end"
        ),
        ParityScript(
            name: "setup numbers the threads",
            text: """
                local number = 0
                function setup(thread) number = number + 1 thread:set("id", number) thread:set("on", true) end
                function init() wrk.headers["X-Id"] = id wrk.headers["X-On"] = tostring(on) end
                """
        ),
        ParityScript(
            name: "done reads from the threads",
            text: """
                local threads = {}
                function setup(thread) threads[#threads + 1] = thread end
                function init() word, flag, number = "text", false, 1.5 end
                function done() for _, t in ipairs(threads) do
                    print(t:get("word"), t:get("flag"), t:get("number"), t:get("nothing"))
                end end
                """
        ),
        ParityScript(name: "request with wrk.request", text: "function request() return wrk.request() end"),
        ParityScript(name: "request with wrk.format", text: "function request() return wrk.format('GET', '/made') end"),
        ParityScript(
            name: "request with everything given",
            text:
                "function request() return wrk.format('PATCH', '/a?b=c', {['X-One'] = '1', Host = 'other'}, 'body') end"
        ),
        ParityScript(
            name: "headers that are no strings",
            text: "wrk.headers.N = 1.5 wrk.headers.B = true wrk.headers[5] = 'five'"
        ),
        ParityScript(
            name: "a table of headers of its own",
            text: "wrk.headers = { ['Content-Type'] = 'a/b' } wrk.body = 42 print(wrk.headers.Host)"
        ),
        ParityScript(name: "another host", text: "wrk.host = 'other.test' wrk.port = '99' request = 5"),
        ParityScript(name: "no host after init", text: "function init() wrk.headers = {} end"),
        ParityScript(
            name: "a raw string",
            text: #"function request() return "GET /raw HTTP/1.1\r\nHost: raw\r\nx-lower: 1\r\n\r\n" end"#
        ),
        ParityScript(
            name: "a binary body",
            text: #"function request() return wrk.format("POST", "/binary", {}, "\0\1\255\r\n\r\n") end"#
        ),
        ParityScript(
            name: "an empty body",
            text: #"function request() return wrk.format("POST", "/empty", {}, "") end"#
        ),
        ParityScript(
            name: "a pipeline",
            text: """
                function init()
                    local r = {}
                    for i = 1, 3 do r[i] = wrk.format("GET", "/p" .. i) end
                    all = table.concat(r)
                end
                function request() return all end
                """
        ),
        ParityScript(
            name: "a pipeline with bodies",
            text: """
                function init() all = wrk.format("POST", "/one", {}, "11") .. wrk.format("POST", "/two", {}, "222") end
                function request() return all end
                """
        ),
        ParityScript(
            name: "addresses that cannot be connected to are left out",
            text: """
                local look_up = wrk.lookup
                function wrk.lookup(host, service)
                    return { look_up("127.0.0.1", "1")[1], look_up(host, service)[1] }
                end
                function setup(thread) print(#wrk.addrs, tostring(thread.addr) == tostring(wrk.addrs[1])) end
                """
        ),
        ParityScript(
            name: "a token from an answer",
            text: """
                local token
                function request()
                    if not token then return wrk.format("POST", "/login") end
                    return wrk.format("GET", "/private", { Authorization = token })
                end
                function response(status, headers) token = token or headers["X-Token"] end
                """
        ),
        ParityScript(
            name: "the body of an answer",
            text: """
                local word = "none"
                function request() return wrk.format("GET", "/" .. word) end
                function response(status, headers, body) word = body:sub(1, 5) .. status end
                """
        ),
        ParityScript(
            name: "the fields of an answer",
            text: """
                local text = "none"
                function request() return wrk.format("GET", "/" .. text) end
                function response(status, headers)
                    local names = {}
                    for name, value in pairs(headers) do names[#names + 1] = name .. "=" .. value end
                    table.sort(names)
                    text = table.concat(names, ",")
                end
                """
        ),
        ParityScript(
            name: "paths in turn",
            text: """
                local paths, n = { "/a", "/b", "/c" }, 1
                function request() return wrk.format(nil, paths[n]) end
                function response() n = n % 3 + 1 end
                """
        ),
        ParityScript(
            name: "a file of paths",
            text: """
                local paths = {}
                for line in io.lines("PATHS") do paths[#paths + 1] = line end
                local n = 1
                function request() return wrk.format(nil, paths[n]) end
                function response() n = n % #paths + 1 end
                """
        ),
        ParityScript(name: "a delay", text: "function delay() return 20 end"),
        ParityScript(
            name: "an address",
            text: """
                function setup(thread)
                    local found = wrk.lookup("127.0.0.1", wrk.port)
                    thread.addr = found[1]
                    print(#found, tostring(thread.addr) == "127.0.0.1:" .. wrk.port, wrk.connect(found[1]))
                end
                """
        ),
        ParityScript(
            name: "addresses that are resolved",
            text: "function setup(thread) print(#wrk.addrs, tostring(wrk.addrs[1]) == tostring(thread.addr)) end"
        ),
        ParityScript(
            name: "what wrk knows of the URL",
            text: "function setup() print(wrk.scheme, wrk.host, type(wrk.port), wrk.path, wrk.method, wrk.body) end"
        ),
        ParityScript(
            name: "a report of its own",
            text: """
                function done(summary, latency, requests)
                    print(summary.requests > 0, summary.duration >= 300000, summary.bytes > 0, summary.errors.status)
                    print(latency.min <= latency.mean, latency.mean <= latency.max, latency.stdev >= 0)
                    print(latency:percentile(50) <= latency:percentile(99), #latency > 0, #requests >= 0)
                    local value, count = latency(1)
                    local beyond, distinct = latency(1e6)
                    print(value == latency.min, count > 0, beyond, distinct == #latency)
                end
                """
        ),
        ParityScript(
            name: "errors are counted by status",
            text: """
                local path = "/missing"
                function request() return wrk.format("GET", path) end
                function response(status) path = status == 404 and "/found" or "/missing" end
                function done(summary)
                    local errors = summary.errors
                    print(math.abs(errors.status * 2 - summary.requests) <= 1, errors.connect, errors.timeout)
                end
                """
        ),
        ParityScript(
            name: "an early stop",
            text: """
                local seen = 0
                function response() seen = seen + 1 if seen == 4 then wrk.thread:stop() end end
                """
        ),
        ParityScript(
            name: "a wrk function is replaced",
            text: "function wrk.format() return 'GET /own HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' end"
        ),
    ]
}
