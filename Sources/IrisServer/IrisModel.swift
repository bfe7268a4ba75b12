internal import Glibc
internal import JSON

/// The classifier: a multinomial logistic regression, trained by scripts/train-iris-model and embedded in the program.
struct IrisModel: Sendable {
    /// The names of the measurements, in the order of a flower's vector.
    let features: [String]
    /// The names of the species, in the order of the probabilities.
    let classes: [String]
    private let mean: SIMD4<Double>
    private let scale: SIMD4<Double>
    private let coefficients: [SIMD4<Double>]
    private let intercepts: SIMD3<Double>

    /// What the model says of one flower.
    struct Prediction: Equatable {
        /// The probability of each class; they add up to 1.
        let probabilities: SIMD3<Double>
        /// The index of the likeliest class.
        let best: Int
    }

    /// Reads a model of four features and three classes.
    init(json bytes: [UInt8]) throws(IrisModelError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try bytes.span.bytes.withUnsafeBytes { bytes throws(JSONError) in
                try JSONDocument(parsing: bytes)
            }
        } catch {
            throw .notJSON(error.description)
        }
        let root = document.root
        features = try Self.array("features", of: root, count: 4) { $0.string }
        classes = try Self.array("classes", of: root, count: 3) { $0.string }
        mean = SIMD4(try Self.array("mean", of: root, count: 4) { $0.number })
        scale = SIMD4(try Self.array("scale", of: root, count: 4) { $0.number })
        intercepts = SIMD3(try Self.array("intercepts", of: root, count: 3) { $0.number })
        coefficients = try Self.array("coefficients", of: root, count: 3) { row in
            let numbers = (0..<row.count).compactMap { row[$0]?.number }
            return numbers.count == 4 ? SIMD4(numbers) : nil
        }
    }

    /// Computes the probabilities of the species of a flower with `measurements` in centimetres.
    func predict(_ measurements: SIMD4<Double>) -> Prediction {
        let standardised = (measurements - mean) / scale
        var scores = intercepts
        for index in 0..<3 { scores[index] += (standardised * coefficients[index]).sum() }
        // Softmax, with the greatest score taken off first so that no exponential overflows.
        let greatest = scores.max()
        let weights = SIMD3(exp(scores[0] - greatest), exp(scores[1] - greatest), exp(scores[2] - greatest))
        let best = scores[0] == greatest ? 0 : scores[1] == greatest ? 1 : 2
        return Prediction(probabilities: weights / weights.sum(), best: best)
    }

    private static func array<Element>(
        _ name: String,
        of root: JSONNode,
        count: Int,
        _ read: (JSONNode) -> Element?
    ) throws(IrisModelError) -> [Element] {
        guard let node = root[name] else { throw .missing(name) }
        let elements = (0..<node.count).compactMap { node[$0].flatMap(read) }
        guard elements.count == count, node.count == count else { throw .wrongShape(name, count: count) }
        return elements
    }
}

/// Why a text is not a model.
enum IrisModelError: Error, Equatable, CustomStringConvertible {
    case notJSON(String)
    case missing(String)
    case wrongShape(String, count: Int)

    var description: String {
        switch self {
        case .notJSON(let reason): "the model is not JSON: \(reason)"
        case .missing(let name): "the model has no '\(name)'"
        case .wrongShape(let name, let count): "'\(name)' of the model must be an array of \(count) fitting values"
        }
    }
}
