"""Keeps a copy of everybody in a file, equal to what the service has; run it as often as you like.

BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… python mirror.py copy.json
"""

import json
import os
import sys
from pathlib import Path

import httpx


def follow(api: httpx.Client, copy: dict) -> None:
    """Bring a copy, `{"next": cursor or None, "people": {id: record}}`, up to date."""
    while True:
        asked = {"limit": 200} | ({"cursor": copy["next"]} if copy["next"] else {})
        answer = api.get("/v1/employees/changes", params=asked)
        if answer.status_code == httpx.codes.GONE:  # the link is too old: begin again
            copy |= {"next": None, "people": {}}
            continue
        page = answer.raise_for_status().json()
        for change in page["items"]:
            if change["deleted"]:
                copy["people"].pop(change["id"], None)
            else:
                copy["people"][change["id"]] = change["employee"]
        copy["next"] = page["next"]
        if not page["items"]:
            return


if __name__ == "__main__":
    file, (name, secret) = Path(sys.argv[1]), (os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    copy = json.loads(file.read_text()) if file.exists() else {"next": None, "people": {}}
    form = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret}
    with httpx.Client(base_url=os.environ["BASE_URL"], timeout=30) as api:
        token = api.post("/oauth/token", data=form).raise_for_status().json()["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        follow(api, copy)
    file.write_text(json.dumps(copy))  # people and link together: both or neither are kept
    print("people:", len(copy["people"]))
