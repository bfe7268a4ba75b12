/// `text` without the blanks at its ends.
func withoutBlanks(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
}
