import Foundation
package import Testing

/// The schema of results that is published, applied by another program: Debian's python3-jsonschema.
package enum PublishedSchema {
    private static let program = """
        import json, sys, warnings
        warnings.simplefilter("ignore")
        import jsonschema
        schema, result = [json.load(open(path)) for path in sys.argv[1:]]
        part = {"run": "run", "compare": "comparison"}[result["kind"]]
        # Of the two kinds only the errors of its own are of interest.
        own = {"$ref": "#/$defs/" + part, "$defs": schema["$defs"]}
        jsonschema.Draft202012Validator.check_schema(schema)
        for kind in (own, schema):
            for error in jsonschema.Draft202012Validator(kind).iter_errors(result):
                sys.exit(error.json_path + ": " + error.message[:300])
        """

    /// Expects the result in a file to be as the schema says.
    package static func expectValid(_ file: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let schema = root.appendingPathComponent("Docs/result.schema.json").path
        let ended = try Command("/usr/bin/python3", ["-c", program, schema, file]).run(seconds: 300)
        #expect(ended.exitCode == 0, "\(ended)", sourceLocation: sourceLocation)
    }
}
