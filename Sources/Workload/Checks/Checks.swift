internal import JSON
internal import YAML

/// The checks of one request.
public struct Checks: Sendable {
    /// The expected statuses, such as `200...299`; empty where any status below 400 is good.
    private let statuses: [ClosedRange<Int>]
    private let bodyChecks: [BodyCheck]
    @usableFromInline let isEmpty: Bool

    /// Makes the checks of a request; the ones of the body are tried in their order.
    package init(statuses: [ClosedRange<Int>] = [], body: [BodyCheck] = []) {
        self.statuses = statuses
        var bodyChecks = body
        if let first = body.firstIndex(where: { if case .json = $0 { true } else { false } }) {
            bodyChecks.insert(.isJSON, at: first)
        }
        self.bodyChecks = bodyChecks
        isEmpty = statuses.isEmpty && body.isEmpty
    }

    /// What an answer counts as, the first failure deciding.
    ///
    /// `body` is the whole body where `need` is `.body`, and is not looked at otherwise. A status above 399 that was not
    /// asked for is never a failed check, so that "the server could not" and "the server was wrong" stay apart.
    @inlinable
    public func judgement(status: Int, body: UnsafeRawBufferPointer) -> ResponseJudgement {
        if isEmpty { return status > 399 ? .status : .ok }
        return judgementOfChecks(status: status, body: body)
    }

    /// The label of each check, short and bounded, at the index that `ResponseJudgement.checkFailed` gives.
    package var labels: [String] {
        let labels = (statuses.isEmpty ? [] : [statusLabel]) + bodyChecks.map(\.label)
        return labels.map { ($0.count > 60 ? "\($0.prefix(59))…" : $0).printable }
    }

    /// Whether a status that is not 200 to 299 is what is asked for.
    package var expectsOtherThan2xx: Bool { statuses.contains { $0.lowerBound < 200 || $0.upperBound > 299 } }

    /// The part of the answers that the checks look at.
    package var need: ResponseNeed { bodyChecks.isEmpty ? .status : .body }

    @usableFromInline
    func judgementOfChecks(status: Int, body: UnsafeRawBufferPointer) -> ResponseJudgement {
        let isExpected = statuses.contains { $0.contains(status) }
        if status > 399 && !isExpected { return .status }
        if !statuses.isEmpty && !isExpected { return .checkFailed(0) }
        guard let failed = firstFailure(in: body) else { return .ok }
        return .checkFailed(failed + (statuses.isEmpty ? 0 : 1))
    }

    private func firstFailure(in body: UnsafeRawBufferPointer) -> Int? {
        var document: JSONDocument?
        return bodyChecks.firstIndex { check in
            switch check {
            case .contains(let bytes):
                return !body.contains(bytes)
            case .isJSON:
                document = try? JSONDocument(parsing: body)
                return document == nil
            case .json(_, let path, let condition):
                return !condition.holds(for: document?.root.look(up: path))
            }
        }
    }

    private var statusLabel: String {
        let parts = statuses.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound / 100)xx" }
        return "status \(parts.joined(separator: ", "))"
    }
}
