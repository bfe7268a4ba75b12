/// Words of a command line as a shell takes them.
enum ShellWords {
    /// The command line of squall with these words after its name.
    static func text(_ words: [String]) -> String {
        (["squall"] + words.map(quoted)).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_=:,./@%+".contains($0)) }
        return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
