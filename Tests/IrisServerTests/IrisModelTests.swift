import JSON
import Testing

@testable import IrisServer

@Suite("The model")
struct IrisModelTests {
    @Test("Predicts what scikit-learn predicts, to a billionth", arguments: [("rows", 150), ("points", 1_000)])
    func vectors(set: String, count: Int) throws {
        let model = try IrisModel(json: PackageResources.model_json)
        let vectors = try #require(try fixture("predictions.json")[set]).elements
        #expect(vectors.count == count)
        for vector in vectors {
            let measurements = try #require(vector["measurements"]).elements.compactMap(\.number)
            let expected = try #require(vector["probabilities"]).elements.compactMap(\.number)
            let prediction = model.predict(SIMD4(measurements))
            #expect(model.classes[prediction.best] == vector["species"]?.string)
            #expect((0..<3).allSatisfy { abs(prediction.probabilities[$0] - expected[$0]) < 1e-9 }, "\(measurements)")
            #expect(abs(prediction.probabilities.sum() - 1) < 1e-12)
        }
    }

    @Test("Says where it comes from and how good it is")
    func provenance() throws {
        let root = try PackageResources.model_json.withUnsafeBytes { try JSONDocument(parsing: $0).root }
        #expect(root["data"]?.string?.contains("Iris") == true)
        #expect(root["library"]?.string == "scikit-learn 1.6.1")
        let accuracy = try #require(root["accuracy"]?["five_fold_cross_validation"]?.number)
        #expect(accuracy > 0.95)
    }

    @Test("Gives probabilities for the most extreme flowers", arguments: [1e300, -1e300, 1e-300])
    func extremes(size: Double) throws {
        let model = try IrisModel(json: PackageResources.model_json)
        let prediction = model.predict(SIMD4(size, 1, 1, 1))
        #expect(abs(prediction.probabilities.sum() - 1) < 1e-12)
    }

    @Test(
        "A text that is no model is refused",
        arguments: [
            ("[", "the model is not JSON: line 1, column 1: ']' expected near end of file"),
            ("{}", "the model has no 'features'"),
            (#"{"features":["a","b","c"]}"#, "'features' of the model must be an array of 4 fitting values"),
            (
                #"{"features":["a","b","c","d"],"classes":[1,2,3]}"#,
                "'classes' of the model must be an array of 3 fitting values"
            ),
        ]
    )
    func refused(text: String, message: String) {
        #expect(throws: IrisModelError.self) { try IrisModel(json: Array(text.utf8)) }
        #expect { try IrisModel(json: Array(text.utf8)) } throws: { "\($0)" == message }
    }
}
