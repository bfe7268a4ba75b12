import JSON
import Workload
import YAML

/// The error that `body` throws, as the user sees it, or nil.
func message(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return "\(error)"
    }
}

/// The mix of a request spec; the suffix of `path` says whether it is YAML or JSON.
func mix(_ text: String, path: String = "spec.yaml", basePath: String = "", headers: [Header] = []) throws -> RequestMix
{
    try RequestMix(
        reading: InputFile(path: path, bytes: Array(text.utf8)),
        basePath: basePath,
        headers: headers
    )
}

extension Checks {
    /// What an answer with this status and body counts as.
    func judgement(_ status: Int, _ body: String = "") -> ResponseJudgement {
        Array(body.utf8).withUnsafeBytes { judgement(status: status, body: $0) }
    }
}
