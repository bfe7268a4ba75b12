internal import CCurl
internal import COpenSSL

/// What the libcurl of this system can do.
package enum Capabilities {
    /// The versions of libcurl and the libraries in it, by name.
    package static var libraries: [String: String] {
        let info = ccurl_version().pointee
        var versions = ["libcurl": String(cString: info.version)]
        if let tls = info.ssl_version { versions["tls"] = String(cString: tls) }
        if let http2 = info.nghttp2_version { versions["nghttp2"] = String(cString: http2) }
        return versions
    }

    /// Whether libcurl uses the OpenSSL that this program is linked to, so that they can share its objects.
    static var sharesOpenSSL: Bool {
        libraries["tls"] == "OpenSSL/\(String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)))"
    }

    /// Refuses what this libcurl cannot do.
    static func check(_ options: ConnectionOptions) throws(EngineError) {
        let version = libraries["libcurl"] ?? ""
        if options.version == .http3, ccurl_has_feature(CCURL_FEATURE_HTTP3) == 0 {
            throw .unsupported("--http3: libcurl \(version) of this system was built without HTTP/3; use --http2")
        }
        if options.version == .http2, ccurl_has_feature(CCURL_FEATURE_HTTP2) == 0 {
            throw .unsupported("--http2: libcurl \(version) of this system was built without HTTP/2")
        }
    }
}
