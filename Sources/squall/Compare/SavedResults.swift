/// `squall compare` with two result files.
struct SavedResults {
    let files: [String]
    let names: [String]
    init(_ files: [String], names: [String]) {
        self.files = files
        self.names = names
    }
    func compare() -> ExitCode { .usage }
}
