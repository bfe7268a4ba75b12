/// A command line as a document shows it.
struct ShellLine {
    let text: String

    /// The words of its first command, as a shell splits them: quotes are taken off, and a pipe, a redirection, `&`, `;` or
    /// a comment ends them.
    var words: [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            switch character {
            case quote: quote = nil
            case _ where quote != nil: word?.append(character)
            case "'", "\"":
                quote = character
                word = word ?? ""
            case " ":
                if let word { words.append(word) }
                word = nil
            case "|", ";", "&", "<": return words + [word].compactMap(\.self)
            case "#" where word == nil: return words
            // The number before it is a descriptor.
            case ">": return words + [word].compactMap(\.self).filter { Int($0) == nil }
            default: word = (word ?? "") + "\(character)"
            }
        }
        return words + [word].compactMap(\.self)
    }
}
