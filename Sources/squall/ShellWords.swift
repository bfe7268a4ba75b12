/// Words of a command line as a shell takes them.
enum ShellWords {
    /// The command line of squall with these words after its name, for others to see: values of headers that are known to hold
    /// secrets, and passwords in URLs, are left out.
    static func text(_ words: [String]) -> String {
        (["squall"] + words.map { quoted(withoutSecrets($0)) }).joined(separator: " ")
    }

    private static func withoutSecrets(_ word: String) -> String {
        let header =
            /^((?:-H|--header=)?(?:authorization|proxy-authorization|cookie|[a-z0-9-]*(?:token|secret|key)[a-z0-9-]*) *:).+$/
            .ignoresCase().dotMatchesNewlines()
        return word.replacing(header) { "\($0.1) ..." }
            .replacing(/:\/\/[^\/@]+@/, with: "://...@")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_=:,./@%+".contains($0)) }
        return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
