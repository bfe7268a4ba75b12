internal import CPlatform
internal import HTTPService
internal import JSON

/// The endpoints of the prediction server.
final class IrisApplication: HTTPApplication {
    let truth: Truth
    private let faults: Faults
    private let startNanoseconds = cplatform_monotonic_ns()
    private let router: HTTPRouter

    init(faults: Faults, threads: Int, keepsTimes: Bool) throws(IrisModelError) {
        let model = try IrisModel(json: PackageResources.model_json)
        let predict = PredictEndpoint(model: model, faults: faults, threads: threads)
        let truth = Truth(threads: threads, keepsTimes: keepsTimes)
        let about = HTTPResponse(status: 200, json: Self.about)
        let health = HTTPResponse(status: 200, json: #"{"status":"ok"}"#)
        let description = HTTPResponse(
            status: 200,
            json: String(decoding: PackageResources.openapi_json, as: UTF8.self)
        )
        router = HTTPRouter([
            HTTPRoute("POST", "/predict") { predict.respond(to: $0) },
            HTTPRoute("GET", "/health") { $0.answer(health) },
            HTTPRoute("GET", "/") { $0.answer(about) },
            HTTPRoute("GET", "/openapi.json") { $0.answer(description) },
            HTTPRoute("HEAD", "/openapi.json") { $0.answer(description) },
            HTTPRoute("GET", "/truth") { $0.answer(status: 200) { truth.write(to: &$0) } },
        ])
        self.truth = truth
        self.faults = faults
    }

    func connectionOpened(worker: Int) {
        truth.connectionOpened(worker: worker)
    }

    func respond(to exchange: HTTPExchange) {
        router.respond(to: exchange)
        guard !faults.stalls.isEmpty else { return }
        let read = exchange.readNanoseconds - startNanoseconds
        exchange.holdNanoseconds = faults.answerTime(read: read, delay: exchange.holdNanoseconds) - read
    }

    func finished(_ exchange: HTTPExchange) {
        truth.finished(exchange)
    }

    private static let about = """
        {"name":"iris-server","description":"Predicts the species of an iris from four measurements in centimetres.",\
        "endpoints":["POST /predict","GET /health","GET /openapi.json","GET /truth"]}
        """
}
