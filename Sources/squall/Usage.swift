/// The texts of `--help`.
enum Usage {
    /// That of a command.
    static func text(of command: CommandName) -> String {
        switch command {
        case .run: run
        case .compare: compare
        case .smoke: smoke
        case .report: report
        }
    }

    private static let run = """
        Usage: squall <options> <url>
               squall smoke <options> --serve <command>
               squall compare <options> <baseline> <candidate>
               squall report <result file> ... --html <file>
          Options:
            -c, --connections <N>  Connections to keep open (10)
            -d, --duration    <T>  Duration of test (10s)
            -t, --threads     <N>  Number of threads to use (2)
            -n, --requests    <N>  Stop after this many requests
            -R, --rate        <N>  Requests per second that are due, whether or not they are
                                   answered; latencies start when a request is due
                --arrivals    <A>  uniform or poisson (uniform)
                --stages      <S>  Rates one after the other: 30s@50, 1m@200, 30s@200..1000
                --find-max    <C>  Find the highest rate at which this holds: 'p99<20ms'
                --warmup      <T>  Load before what is measured (with --find-max: 1s)
                --drain       <T>  Wait for answers at the end
                --think       <T>  Rest between answer and next request: 10ms, 10ms..50ms

            -s, --script      <S>  Request spec file (.yaml, .yml or .json), else a Lua script
                --keep-going       Go on when the script fails
            -X, --method      <M>  Request method (GET; POST with a body)
            -H, --header      <H>  Add header to request
                --seed        <N>  Where random choices begin (1, or as the spec file says)
                --body        <S>  Request body
                --data        <F>  CSV file: {{name}} in path, headers and body is a column of it
                --data-order  <O>  sequential or random (sequential)
                --body-file   <F>  File that holds the request body
                --traceparent      Give each request a W3C trace id of its own
            -L, --latency          Print latency statistics; with a rate, wrk2's spectrum
            -U, --u_latency        The same, and that of latencies from sending
                --percentiles <L>  Print these with their intervals of confidence: 50,90,99.9
            -T, --timeout     <T>  Socket/request timeout (2s)
            -v, --version          Print version details
            -h, --help             Print this text

          Connections:
                --http2            HTTP/2, over TLS by ALPN, else by prior knowledge
                --http3            HTTP/3, where libcurl has it
            -m, --streams     <N>  Requests in flight on one HTTP/2 or 3 connection (1)
                --pipeline    <N>  Requests in flight on one HTTP/1.1 connection (1)
                --no-keepalive     Open a new connection for each request
                --requests-per-connection <N>
                                   Close each connection after this many requests
            -k, --insecure         Accept any server certificate
                --cacert      <F>  Trust the certificates in this file
                --cert        <F>  Client certificate
                --key         <F>  Private key of the client certificate
                --tls-session <S>  reuse: resume TLS sessions on new connections; none
                --unix-socket <F>  Connect to this socket instead of the URL's host
                --connect-to  <S>  HOST1:PORT1:HOST2:PORT2, go to the second for the first
                --resolve     <S>  HOST:PORT:ADDRESS, use this address for the name
            -x, --proxy       <U>  Go through this proxy
            -4, --ipv4             Use IPv4 addresses only
            -6, --ipv6             Use IPv6 addresses only

          Engine:
                --engine      <E>  direct: HTTP/1.1 at least cost; multi: all that libcurl
                                   speaks; auto: direct where it can do what is asked
                --event-loop  <L>  epoll, uring, or auto: uring where it is permitted
                --connect-rate <N> Connections to open per second (at the start: 5000)

          Results:
                --json        <F>  Write the result as JSON to this file; - for stdout
                --html, --markdown, --junit, --csv, --hgrm, --hlog <F>
                                   The same in other forms
                --interval    <T>  Print a line for each interval while the test runs
                --interval-json <F> Write each interval as a line of JSON to this file
                --assert      <C>  Exit with 99 where this does not hold: 'p99<200ms, errors==0'
                --wrk-correction   Back-fill latencies as wrk 4 does
                --strict           Exit with 97 where squall itself was the limit, and with
                                   98 where --find-max found nothing certain
                --quiet            No progress line
                --check-spec  <F>  Check a request spec file and stop

          Numeric arguments may include a SI unit (1k, 1M, 1G)
          Time arguments may include a time unit (500ms, 1.5s, 2m, 2h)

        """

    private static let compare = """
        Usage: squall compare <options> <baseline url> <candidate url>
               squall compare <options> --baseline <command> --candidate <command> [path]
               squall compare <baseline result file> <candidate result file>
          Loads two builds in turn, round by round in random order, and says which is slower.
          In a command {port} is a free port, which its server is to listen on.

          Options:
                --baseline    <C>  Command that starts the server to compare with
                --candidate   <C>  Command that starts the server to judge
                --start-timeout <T> Wait for a server that starts this long (30s)
                --ready       <P>  It is ready when it answers GET of this path by 200 to 399
                                   (when it takes connections)
                --names       <N>  What the two are called: main,pr-123
                --gate        <M>  What decides, with the change that matters: 'rps, cpu=2%, p99'
                                   (rps; under a rate p50,p99)
                --margin      <P>  The change that matters (rps and cpu 3%, up to p90 5%, p99 10%)
                --rounds      <N>  Look once, after this many rounds (at 12, 20, 40 and 80)
                --control          Load the baseline twice in each round, as a check of the check
                --calibrate        Compare the baseline with itself: what could be seen?
                --require-same     Exit with 99 unless the candidate is shown not to be worse
                --strict           Exit with 98 where nothing is certain, with 97 where squall
                                   itself may be the limit
                --seed        <N>  Where the order of the rounds begins (random)
            -L, --latency          Print all percentiles
                --json        <F>  Write the result as JSON to this file; - for stdout
                --html, --markdown, --junit, --csv, --hgrm, --hlog <F>
                                   The same in other forms
                --quiet            No progress line

          Load, as without a command (see squall --help):
            -c -t -R -s -X -H -T -m -k -x -4 -6 --arrivals --warmup (2s) --think --keep-going --body
            --body-file --data --data-order --traceparent --http2 --http3 --pipeline --no-keepalive
            --requests-per-connection --cacert --cert --key --tls-session --connect-to --resolve
            --engine --event-loop --connect-rate

        """

    private static let smoke = """
        Usage: squall smoke <options> --serve <command> [path]
               squall smoke <options> <url>
          Starts a server, loads it for a short time, judges, and ends it.
          In the command {port} is a free port, which the server is to listen on.

          Options:
                --serve       <C>  Command that starts the server
                --start-timeout <T> Wait for it this long (30s)
                --ready       <P>  It is ready when it answers GET of this path by 200 to 399
                                   (when it takes connections)
                --assert      <C>  What must hold: 'p99<200ms, rps>100'; beside errors==0, non2xx==0,
                                   requests>0 and shutdown<5s, which one on the same replaces
                --confirm          Run once more where an assertion is broken; it must be so again
            -c, --connections <N>  Connections to keep open (16)
            -d, --duration    <T>  Duration of test (5s)
                --warmup      <T>  Load before what is measured (1s)
                --drain       <T>  Wait for answers at the end (1s more than --timeout)

          All other options are those of a run (see squall --help), but for --find-max and
          --check-spec.

        """

    private static let report = """
        Usage: squall report <result file> ... --html <file>
          Makes reports of results that --json wrote.

          Options:
                --html        <F>  One page to look at, of all results
                --markdown    <F>  A summary of one result
                --junit       <F>  Its assertions, or what decides, as JUnit XML
                --csv         <F>  A line for each second, or round
                --hgrm        <F>  Its percentiles for HdrHistogram's plotter
                --hlog        <F>  Its histograms for HdrHistogram's log tools

        """
}
