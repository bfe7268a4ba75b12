"""Results that squall writes, beside the schema that it publishes."""

import json
import pathlib

import jsonschema

from formats.findings import Findings


def check(golden: pathlib.Path, docs: pathlib.Path, findings: Findings) -> None:
    """The results among the golden files, and those files of the command line that are results."""
    schema = json.loads((docs / "result.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for file in sorted(golden.glob("*.json")):
        result = json.loads(file.read_text())
        if "kind" not in result:
            continue
        findings.count("results")
        # Of the two kinds only the errors of its own are of interest.
        definition = {"run": "run", "compare": "comparison"}[result["kind"]]
        own = validator.evolve(schema={"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]})
        for error in own.iter_errors(result):
            findings.wrong.append(f"{file.name}: {error.json_path}: {error.message}")
        findings.expect(validator.is_valid(result), True, f"{file.name} by the whole schema")
