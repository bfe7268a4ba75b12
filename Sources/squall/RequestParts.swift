internal import Scripting
internal import Workload
internal import YAML

/// What the command line says of the requests: a spec file, or the parts of one request.
struct RequestParts {
    var specFile: String?
    var method: Method?
    var headers: [Header] = []
    var body: [UInt8]?
    /// The file that it is from; nil where it is from none.
    private(set) var bodyFile: String?
    /// A CSV file whose columns requests have places for.
    var dataFile: String?
    var dataOrder: DataSet.Order?
    /// Where random choices begin; nil for where the spec file says, or the same place each time.
    var seed: UInt64?

    /// Adds the argument of `-H`; a later one of the same name replaces an earlier one, as in wrk.
    mutating func addHeader(_ argument: String) throws(UsageError) {
        let header = try UsageError.wrapping { () throws(WorkloadError) in try Header(argument: argument) }
        headers = headers.replacing(with: [header])
    }

    /// The files that are read, but for those that a spec file names.
    var files: [String] { [specFile, bodyFile, dataFile].compactMap { $0 } }

    /// Takes the body from the file at `path`.
    mutating func readBody(_ path: String) throws(UsageError) {
        bodyFile = path
        body = try UsageError.wrapping { () throws(YAMLError) in try InputFile(reading: path) }.bytes
    }

    /// The endings of request specs; a file with another one is a Lua script, as with wrk.
    private static let specEndings = [".yaml", ".yml", ".json"]

    /// The Lua script that makes the requests; nil where there is none.
    var scriptFile: String? {
        guard let specFile, !RequestParts.specEndings.contains(where: specFile.lowercased().hasSuffix) else {
            return nil
        }
        return specFile
    }

    /// The requests to send to `target`; with a script, what it has for the asking.
    func mix(for target: TargetURL) throws(UsageError) -> RequestMix {
        let table = try readData()
        if table != nil, scriptFile != nil { throw UsageError("--data: a script reads its files itself") }
        guard let specFile, scriptFile == nil else {
            let method = try chosenMethod()
            // libcurl sends HEAD without a body, and a request that is not the one asked for would be measured.
            guard method.text != "HEAD" || body == nil else { throw UsageError("a HEAD request has no body") }
            let request = Request(method: method, target: target.target, headers: headers, body: body ?? [])
            var data = DataSet()
            if let table { _ = data.add(table) }
            if let dataOrder { data.order = dataOrder }
            let filled = try UsageError.wrapping { () throws(WorkloadError) in
                try request.filled(with: data, isJSON: false)
            }
            var mix = RequestMix(requests: [filled], seed: seed ?? RequestMix.defaultSeed)
            mix.data = data
            return try used(mix)
        }
        guard method == nil, body == nil else {
            throw UsageError("--script: the file gives the requests; remove -X, --body and --body-file")
        }
        let basePath = try UsageError.wrapping { () throws(WorkloadError) in try target.basePath }
        let spec = try RequestParts.readSpec(specFile, basePath: basePath, headers: headers, table: table)
        var mix = RequestMix(requests: spec.requests, order: spec.order, seed: seed ?? spec.seed)
        mix.data = spec.data
        if let dataOrder { mix.data.order = dataOrder }
        return try used(mix)
    }

    /// The columns of the file of `--data`.
    private func readData() throws(UsageError) -> CSVTable? {
        guard let dataFile else { return nil }
        return try UsageError.wrapping { () throws(YAMLError) in try CSVTable(InputFile(reading: dataFile)) }
    }

    /// A file that nothing is taken from is a mistake.
    private func used(_ mix: RequestMix) throws(UsageError) -> RequestMix {
        guard dataFile == nil || mix.changes else {
            let names = mix.data.names.map { "{{\($0)}}" }.joined(separator: ", ")
            throw UsageError("--data: no request has a place for its values; write \(names) where they are to stand")
        }
        return mix
    }

    /// The script for a run against `target`, with its arguments.
    ///
    /// - Parameters:
    ///   - operands: the URL as it was typed, and what follows it.
    ///   - keepsAlive: false adds `Connection: close` unless the command line sets its own.
    func script(for target: TargetURL, _ operands: [String], keepsAlive: Bool) throws(UsageError) -> Script? {
        guard let scriptFile else { return nil }
        let text: [UInt8]
        do throws(YAMLError) {
            text = try InputFile(reading: scriptFile).bytes
        } catch {
            throw UsageError(error.description, suggestsHelp: false)
        }
        var sent = headers.map { (name: $0.name, value: $0.value) }
        if !keepsAlive, headers.value(of: "Connection") == nil { sent.append(("Connection", "close")) }
        return Script(
            name: scriptFile,
            text: text,
            arguments: operands,
            scheme: target.scheme.rawValue,
            host: target.host,
            port: target.spelledPort,
            path: target.target.text,
            headers: sent,
            method: method?.text ?? (body == nil ? nil : "POST"),
            body: body,
            seed: seed ?? RequestMix.defaultSeed
        )
    }

    private func chosenMethod() throws(UsageError) -> Method {
        if let method { return method }
        return try .named(body == nil ? "GET" : "POST")
    }

    /// The requests of a spec file.
    static func readSpec(
        _ path: String,
        basePath: String = "",
        headers: [Header] = [],
        table: CSVTable? = nil
    ) throws(UsageError) -> RequestMix {
        guard specEndings.contains(where: path.lowercased().hasSuffix) else {
            throw UsageError("\(path): a request spec file ends in .yaml, .yml or .json")
        }
        do throws(YAMLError) {
            return try RequestMix(reading: InputFile(reading: path), basePath: basePath, headers: headers, table: table)
        } catch {
            throw UsageError(error.description, suggestsHelp: false)
        }
    }
}

extension Method {
    /// A method by its name.
    static func named(_ name: String) throws(UsageError) -> Method {
        try UsageError.wrapping { () throws(WorkloadError) in try Method(name) }
    }
}
