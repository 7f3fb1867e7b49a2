#!/usr/bin/env bash
# A SIMPEG sends files and reads a person back. Needs bash and curl.
#
#   BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… ./connect.sh
set -euo pipefail
: "${BASE_URL:?}" "${CLIENT_ID:?}" "${CLIENT_SECRET:?}"
cd "$(dirname "$0")/files"

field() { # the text of one field of a JSON object; with jq it would be: jq -r ".$1"
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}
ask() { # a request; a refusal ends the program with the service's own words
  local answer
  answer=$(curl --silent --show-error --fail-with-body "$@") || { echo "$answer" >&2 && exit 1; }
  echo "$answer"
}

# 1. A token, good for a quarter of an hour. The secret goes in the body, never in the address.
answer=$(ask "$BASE_URL/oauth/token" --data grant_type=client_credentials \
  --data-urlencode "client_id=$CLIENT_ID" --data-urlencode "client_secret=$CLIENT_SECRET")
authorised=(--header "Authorization: Bearer $(echo "$answer" | field access_token)")

# 2. Files; their names say what they hold. They are taken in at once and applied by a job.
answer=$(ask "${authorised[@]}" "$BASE_URL/v1/imports" --include \
  --form files=@ref_unor.json --form files=@pegawai.csv --form files=@rw_skp22.ndjson)
import=$(echo "$answer" | tr -d '\r' | sed -n 's/^location: //Ip')

# 3. Wait for the verdicts.
for _ in $(seq 120); do
  state=$(ask "${authorised[@]}" "$BASE_URL$import" | field state)
  case $state in finished | failed) break ;; esac
  sleep 0.5
done
echo "import: $state"
[ "$state" = finished ]
ask "${authorised[@]}" "$BASE_URL$import/rows?verdict=rejected"

# 4. The person. Keep the id: it stays when the NIP changes.
person=$(ask "${authorised[@]}" "$BASE_URL/v1/employees/by-nip/199001182015092001")
echo "employee: $(echo "$person" | field name) $(echo "$person" | field id)"
