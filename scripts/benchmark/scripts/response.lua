-- A look at each answer, as in the script that most people begin with.
function response(status, headers, body)
    if status ~= 200 then print("Error: " .. status) end
end
