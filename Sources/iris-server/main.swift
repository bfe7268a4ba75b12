internal import CPlatform
internal import Glibc
internal import HTTPService
internal import IrisServer

do {
    switch try Arguments.parse() {
    case .print(let text):
        write(text, to: STDOUT_FILENO)
    case .serve(let options, let faults, let truthFile, let logFile):
        raiseDescriptorLimit()
        let stopSignals = StopSignals()
        let server = try PredictionServer(options, faults: faults, keepsTimes: logFile != nil)
        let scheme = options.tls == nil ? "http" : "https"
        write("listening on \(scheme)://\(urlHost(options.host)):\(server.port)\n", to: STDOUT_FILENO)
        stopSignals.wait()
        server.stop()
        if let truthFile { try write(server.truth + "\n", toFile: truthFile) }
        if let logFile { try write(server.log, toFile: logFile) }
    }
} catch let error as UsageError {
    if let message = error.message { write("iris-server: \(message)\n", to: STDERR_FILENO) }
    exit(64)
} catch {
    write("iris-server: \(error)\n", to: STDERR_FILENO)
    exit(1)
}
