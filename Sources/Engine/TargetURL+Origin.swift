internal import Workload

extension TargetURL {
    /// Scheme, host and port, as libcurl takes them.
    var origin: String {
        "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
