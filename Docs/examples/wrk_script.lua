-- wrk_script.lua
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"sepal_length": 6.765352725982666, "sepal_width": 2.824432849884033, "petal_width": 1.8131520748138428, "petal_length": 4.90852165222168}'

function response(status, headers, body)
    if status ~= 200 then
        print("Error: " .. status)
    end
end
