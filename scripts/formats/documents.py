"""JUnit's XML, CSV and Markdown that squall writes, read with what other people read them with."""

import csv
import html.parser
import pathlib

import cmarkgfm
import junitparser
from cmarkgfm.cmark import Options

from formats.findings import Findings

# Tests, failures, errors, skipped.
JUNIT = {
    "compare-better": (3, 0, 0, 0),
    "compare-calibrated": (1, 0, 0, 0),
    "compare-control-moved": (3, 0, 0, 2),
    "compare-errors": (2, 1, 0, 0),
    "compare-inconclusive": (3, 0, 0, 1),
    "compare-not-comparable": (3, 0, 1, 2),
    "compare-not-shown-same": (3, 1, 0, 1),
    "compare-overloaded": (3, 1, 0, 0),
    "compare-same": (2, 0, 0, 0),
    "compare-stopped-with-errors": (3, 0, 1, 1),
    "compare-strict-inconclusive": (3, 1, 0, 1),
    "compare-strict-saturated": (3, 1, 0, 0),
    "compare-worse": (2, 1, 0, 0),
    "run-failed": (4, 2, 1, 0),
    "run-limited": (3, 0, 1, 0),
    "run-measured": (1, 0, 0, 0),
    "run-not-measured": (2, 1, 1, 0),
    "run-passed": (2, 0, 0, 0),
    "run-search-failed": (1, 1, 0, 0),
    "run-stopped": (3, 0, 1, 0),
}
# What our Markdown is made of; a hostile name adds nothing to it.
TAGS = {"h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "ul", "li", "code"}
HOSTILE = "`` ` **|**</details>  | a | b | <script>@octocat</script><!-- \\"


def check(golden: pathlib.Path, findings: Findings) -> None:
    """Everything without histograms in a folder of golden files."""
    check_junit(golden / "junit", findings)
    for file in sorted(golden.glob("*.csv")):
        check_csv(file, findings)
    for file in sorted((golden / "markdown").glob("*.md")):
        check_markdown(file, findings)


def check_junit(folder: pathlib.Path, findings: Findings) -> None:
    """A reader counts what the file says, which is what has to be."""
    files = {file.stem: file for file in folder.glob("*.xml")}
    findings.expect(sorted(files), sorted(JUNIT), "files of JUnit")
    for name in sorted(set(files) & set(JUNIT)):
        suites = list(junitparser.JUnitXml.fromfile(str(files[name])))
        findings.expect(len(suites), 1, f"{name}.xml: suites")
        results = [result for suite in suites for case in suite for result in case.result]
        kinds = (junitparser.Failure, junitparser.Error, junitparser.Skipped)
        cases = sum(len(list(suite)) for suite in suites)
        counted = (cases, *(sum(isinstance(result, kind) for result in results) for kind in kinds))
        stated = tuple(getattr(suites[0], field) for field in ("tests", "failures", "errors", "skipped"))
        findings.expect(counted, JUNIT[name], f"{name}.xml: tests, failures, errors, skipped")
        findings.expect(stated, JUNIT[name], f"{name}.xml: what it says of itself")
        findings.count("tests of JUnit", cases)


def check_csv(file: pathlib.Path, findings: Findings) -> None:
    """Each line has a field for each column."""
    with file.open(newline="") as opened:
        head, *lines = csv.reader(opened, strict=True)
    findings.expect(len(set(head)), len(head), f"{file.name}: names of columns")
    for number, line in enumerate(lines):
        findings.expect(len(line), len(head), f"{file.name} line {number}: fields")
    findings.expect(file.read_bytes().count(b"\r\n"), len(lines) + 1, f"{file.name}: ends of lines")
    findings.count("lines of CSV", len(lines))


def check_markdown(file: pathlib.Path, findings: Findings) -> None:
    """GitHub's own renderer makes our tags of it, tables of as many cells as heads, and shows hostile text as it is."""
    text = file.read_text()
    rendered = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
    page = Page()
    page.feed(rendered)
    findings.expect(page.tags - TAGS, set(), f"{file.name}: tags")
    findings.expect(page.open, [], f"{file.name}: tags that were not closed")
    findings.expect(len(page.tables), sum(line.startswith("|-") for line in text.splitlines()), f"{file.name}: tables")
    for table in page.tables:
        findings.expect(len(set(table)), 1, f"{file.name}: cells of the rows of a table")
    if file.stem.endswith("hostile"):
        shown = page.text.replace("\u200b", "").count(HOSTILE)
        findings.expect(shown >= 4, True, f"{file.name}: hostile text is shown as it is")
    findings.count("pages of Markdown")


class Page(html.parser.HTMLParser):
    """What a page is made of."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.tables, self.text = set(), [], [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append(0)
        elif tag in ("th", "td"):
            self.tables[-1][-1] += 1

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.tags.add(f"/{tag}")

    def handle_comment(self, data):
        self.tags.add("!--")

    def handle_data(self, data):
        self.text += data
