internal import CPlatform
internal import HTTPService
internal import JSON

/// `POST /predict`: a flower's four measurements in, its species out.
final class PredictEndpoint: Sendable {
    private static let unreadable = HTTPResponse(
        status: 400,
        json: #"{"detail":"There was an error parsing the body"}"#
    )
    private static let failure = HTTPResponse(status: 500, json: #"{"detail":"Internal Server Error"}"#)

    /// The dice of one serving thread.
    ///
    /// `@unchecked`: only that thread uses them.
    private final class Worker: @unchecked Sendable {
        var dice: FaultDice

        init(dice: FaultDice) {
            self.dice = dice
        }
    }

    private let model: IrisModel
    private let busyNanoseconds: UInt64
    private let workers: [Worker]

    init(model: IrisModel, faults: Faults, threads: Int) {
        self.model = model
        busyNanoseconds = faults.busyNanoseconds
        workers = (0..<threads).map { Worker(dice: FaultDice(faults, worker: $0)) }
    }

    func respond(to exchange: HTTPExchange) {
        let fault = workers[exchange.worker].dice.next()
        switch fault.ending {
        case .close: exchange.close()
        case .failure: exchange.answer(Self.failure)
        case .prediction: predict(exchange)
        }
        exchange.holdNanoseconds += fault.delayNanoseconds
    }

    private func predict(_ exchange: HTTPExchange) {
        let isJSON = exchange.withHeader("Content-Type", MediaType.isJSON)
        switch PredictRequest(body: exchange.body, isJSON: isJSON, features: model.features) {
        case .flower(let measurements):
            burn(exchange)
            answer(model.predict(measurements), exchange)
        case .invalid(let problems):
            refuse(exchange) { out in
                for problem in problems { problem.write(to: &out) }
            }
        case .notJSON(let error):
            refuse(exchange) { error.writeProblem(to: &$0) }
        case .unreadable:
            exchange.answer(Self.unreadable)
        }
    }

    private func answer(_ prediction: IrisModel.Prediction, _ exchange: HTTPExchange) {
        exchange.answer(status: 200) { out in
            out.beginObject()
            out.key("species")
            out.string(model.classes[prediction.best])
            out.key("probability")
            out.number(prediction.probabilities[prediction.best])
            out.key("probabilities")
            out.beginObject()
            for (index, name) in model.classes.enumerated() {
                out.key(name)
                out.number(prediction.probabilities[index])
            }
            out.endObject()
            out.endObject()
        }
    }

    private func refuse(_ exchange: HTTPExchange, _ writeProblems: (inout JSONWriter) -> Void) {
        exchange.answer(status: 422) { out in
            out.beginObject()
            out.key("detail")
            out.beginArray()
            writeProblems(&out)
            out.endArray()
            out.endObject()
        }
    }

    /// Uses up the CPU time that a prediction is told to cost; a delay comes on top of it.
    private func burn(_ exchange: HTTPExchange) {
        guard busyNanoseconds > 0 else { return }
        let end = cplatform_thread_cpu_ns() + busyNanoseconds
        while cplatform_thread_cpu_ns() < end {}
        exchange.holdNanoseconds = cplatform_monotonic_ns() - exchange.readNanoseconds
    }
}
