-- A new body for each request.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

local count = 0

function request()
    count = count + 1
    return wrk.format(nil, nil, nil, '{"count": ' .. count .. ', "value": ' .. count * 1.5 .. "}")
end
