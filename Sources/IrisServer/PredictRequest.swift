internal import JSON

/// What the body of `POST /predict` asks, or why it cannot be answered.
enum PredictRequest {
    /// A flower's measurements in the order of the model's features.
    case flower(SIMD4<Double>)
    /// The body is JSON but no flower; FastAPI's 422.
    case invalid([ValidationProblem])
    /// The body is not JSON; FastAPI's 422.
    case notJSON(JSONError)
    /// The body is not UTF-8 or too deeply nested; FastAPI's 400.
    case unreadable

    /// Reads a body; one that is not declared to be JSON is a text to FastAPI, and so no object.
    init(body: UnsafeRawBufferPointer, isJSON: Bool, features: [String]) {
        if body.isEmpty {
            self = .invalid([ValidationProblem(kind: .missing, field: nil, input: .nothing)])
        } else if isJSON {
            var scanner = FlowerScanner(body)
            if let measurements = scanner.scan(features) {
                self = .flower(measurements)
            } else {
                self.init(json: body, features: features)
            }
        } else {
            let text = String(decoding: body, as: UTF8.self)
            self = .invalid([ValidationProblem(kind: .notAnObject, field: nil, input: .text(text))])
        }
    }

    private init(json: UnsafeRawBufferPointer, features: [String]) {
        do throws(JSONError) {
            self.init(root: try JSONDocument(parsing: json).root, features: features)
        } catch {
            switch error.reason {
            case .syntax, .overflow: self = .notJSON(error)
            case .encoding, .depth: self = .unreadable
            }
        }
    }

    private init(root: JSONNode, features: [String]) {
        switch root.kind {
        case .null: self = .invalid([ValidationProblem(kind: .missing, field: nil, input: .nothing)])
        case .object: self.init(object: root, features: features)
        default: self = .invalid([ValidationProblem(kind: .notAnObject, field: nil, input: .value(root))])
        }
    }

    private init(object: JSONNode, features: [String]) {
        var measurements = SIMD4<Double>()
        var problems: [ValidationProblem] = []
        for (index, feature) in features.enumerated() {
            guard let node = object[feature] else {
                problems.append(ValidationProblem(kind: .missing, field: feature, input: .value(object)))
                continue
            }
            switch LaxNumber(node) {
            case .number(let number): measurements[index] = number
            case .unparsable:
                problems.append(ValidationProblem(kind: .floatParsing, field: feature, input: .value(node)))
            case .notFinite:
                problems.append(ValidationProblem(kind: .finiteNumber, field: feature, input: .value(node)))
            case .wrongType: problems.append(ValidationProblem(kind: .floatType, field: feature, input: .value(node)))
            }
        }
        self = problems.isEmpty ? .flower(measurements) : .invalid(problems)
    }
}
