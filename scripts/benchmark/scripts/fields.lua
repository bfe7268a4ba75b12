-- A request that is the same each time: it should cost what it costs without a script.
wrk.headers["Accept"] = "text/plain"
