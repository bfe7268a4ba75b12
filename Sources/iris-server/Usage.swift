/// The texts that explain the command line.
enum Usage {
    static let version = "iris-server 0.1.0\n"

    static let text = """
        Usage: iris-server [options]

        Serves POST /predict (a flower's four measurements in, its species out), GET /health, GET /, GET /openapi.json
        and GET /truth, until SIGTERM or SIGINT. Times are written like 200us, 5ms, 1.5s or 1m.

          --host HOST         listen on this name or address (default 127.0.0.1)
          --port PORT         listen on this port; 0 is any free one (default 8000)
          --threads N         serve with N threads (default: one for each core)
          --reuse-port        let other processes listen on the same port (SO_REUSEPORT)
          --tls-cert FILE     speak HTTPS with this PEM certificate, and
          --tls-key FILE      this PEM key

        To be measured (all but stall concern /predict only):
          --delay DELAY       keep each answer back; repeated delays add up:
                                5ms                 always as long
                                uniform:5ms:15ms    from 5 ms to 15 ms, each as likely
                                lognormal:5ms:0.5   median 5 ms, standard deviation of the logarithm 0.5
                                stall:1s/10s        every 10 s, for 1 s, the whole server answers nothing
          --busy TIME         burn this much CPU time for each prediction
          --fail-rate SHARE   answer this share, from 0 to 1, with 500
          --close-rate SHARE  close this share of connections instead of answering
          --seed N            where the random numbers start (default 1)
          --truth FILE        at the end, write what GET /truth answers to this file
          --log FILE          at the end, write the path of each answered request, when it was read and when
                              it was answered to this file (nanoseconds of CLOCK_MONOTONIC)

          --version           print the version
          -h, --help          print this text

        """

    /// What the argument of an option must be, as the end of a sentence.
    static func expected(_ option: String) -> String {
        switch option {
        case "host": "a name or an address"
        case "port": "a number from 0 to 65535"
        case "threads": "a number from 1 to 1024"
        case "delay": "like 5ms, uniform:5ms:15ms, lognormal:5ms:0.5 or stall:1s/10s"
        case "busy": "a time like 5ms"
        case "seed": "a whole number from 0"
        default: "a share from 0 to 1"
        }
    }
}
