import Glibc

/// Certificates of a private authority, made once for all tests of a process.
package struct Certificates: Sendable {
    private let folder: TemporaryFolder

    /// The authority's certificate.
    package var authority: String { folder.path("ca.pem") }
    /// A server's certificate for localhost, 127.0.0.1 and ::1.
    package var server: String { folder.path("server.pem") }
    /// Its key.
    package var serverKey: String { folder.path("server.key") }
    /// A client's certificate.
    package var client: String { folder.path("client.pem") }
    /// Its key.
    package var clientKey: String { folder.path("client.key") }
    /// A certificate for localhost and 127.0.0.1 that no authority has signed.
    package var selfSigned: String { folder.path("self.pem") }
    /// Its key.
    package var selfSignedKey: String { folder.path("self.key") }

    /// The certificates of this process.
    package static func made() throws -> Certificates { try shared.get() }

    private static let shared = Swift.Result { try Certificates() }

    private init() throws {
        folder = try TemporaryFolder()
        // A static value is never let go of.
        atexit { try? Certificates.shared.get().folder.remove() }
        let script = """
            set -e
            new="req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
            names="subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"
            openssl $new -x509 -days 2 -keyout ca.key -out ca.pem -subj "/CN=Authority of tests" \
                -addext keyUsage=critical,keyCertSign
            openssl $new -x509 -days 2 -keyout self.key -out self.pem -subj /CN=localhost -addext "$names"
            sign() {
                openssl $new -keyout $1.key -subj /CN=$1 -out $1.csr
                echo "$2" >$1.ext
                openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -days 2 -extfile $1.ext -out $1.pem
            }
            sign server "$names"
            sign client "extendedKeyUsage=clientAuth"
            """
        let result = try Command("sh", ["-c", "cd '\(folder.path(""))' && \(script)"]).run()
        guard result.exitCode == 0 else { throw TestSupportError("openssl makes no certificates: \(result)") }
    }
}
