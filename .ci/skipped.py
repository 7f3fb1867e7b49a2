"""List the tests that were skipped; fail if one was for want of a program that CI installs."""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

WANTED = re.compile(
    r"\b(browser|chrom\w*|node\w*|npm|php|generators|pgbouncer|curl|git)\b", re.IGNORECASE
)


def main(report: Path) -> None:
    wanting = 0
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest's own report
        for skipped in case.iter("skipped"):
            reason = skipped.get("message", "")
            found = WANTED.search(reason) is not None
            wanting += found
            print(f"{'WANTING' if found else 'skipped'}: {case.get('name')}: {reason}")
    if wanting:
        sys.exit(f"{wanting} tests were skipped for want of a program that should be there.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
