"""A SIMPEG sends files and reads a person back. Needs Python 3.10 or newer and httpx.

BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… python connect.py
"""

import os
import sys
import time
from pathlib import Path

import httpx

NIP = "199001182015092001"
FILES = [Path(__file__).parent / "files" / name for name in
         ("ref_unor.json", "pegawai.csv", "rw_skp22.ndjson")]  # fmt: skip


def checked(answer: httpx.Response) -> httpx.Response:
    """The answer, or the end of the program with the service's own words."""
    if answer.is_error:
        problem = answer.json()
        sys.exit(f"{answer.status_code} {problem['code']}: {problem['detail']}")
    return answer


def main() -> None:
    with httpx.Client(base_url=os.environ["BASE_URL"], timeout=30) as api:
        # 1. A token, good for a quarter of an hour.
        form = {
            "grant_type": "client_credentials",
            "client_id": os.environ["CLIENT_ID"],
            "client_secret": os.environ["CLIENT_SECRET"],
        }
        token = checked(api.post("/oauth/token", data=form)).json()
        api.headers["Authorization"] = f"Bearer {token['access_token']}"

        # 2. Files; their names say what they hold. They are taken in at once and applied by a job.
        files = [("files", (path.name, path.read_bytes())) for path in FILES]
        address = checked(api.post("/v1/imports", files=files)).headers["location"]

        # 3. Wait for the verdicts.
        there = {"state": "queued"}
        for _ in range(120):
            there = checked(api.get(address)).json()
            if there["state"] in ("finished", "failed"):
                break
            time.sleep(0.5)
        print("import:", there["state"])
        if there["state"] != "finished":
            sys.exit(1)
        for count in there["counts"]:
            print("  {kind}: {accepted} accepted, {unchanged} unchanged, {rejected} rejected"
                  .format_map(count))  # fmt: skip
        for row in checked(api.get(f"{address}/rows?verdict=rejected")).json()["items"]:
            print("  {file}:{line} {code} {detail}".format_map(row))

        # 4. The person. Keep the id: it stays when the NIP changes.
        person = checked(api.get(f"/v1/employees/by-nip/{NIP}")).json()
        print("employee:", person["name"], person["id"])


if __name__ == "__main__":
    main()
