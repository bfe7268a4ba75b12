internal import Workload

extension TargetURL {
    /// Scheme, host and port, as libcurl takes them.
    var origin: String {
        "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

extension ConnectionOptions {
    /// Whether requests to `target` go to a proxy that forwards them and needs the whole URL in their first line
    /// (RFC 9112, section 3.2.2); https and SOCKS proxies are tunnels instead.
    func isForwarded(_ target: TargetURL) -> Bool {
        guard let proxy, !proxy.isEmpty, target.scheme == .http else { return false }
        return !proxy.lowercased().hasPrefix("socks")
    }
}
