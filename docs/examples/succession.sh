#!/usr/bin/env bash
# An analyst maps everybody, draws a pool and asks who may follow. Needs bash and curl.
#
#   BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… ./succession.sh 2026-01-01
set -euo pipefail
: "${BASE_URL:?}" "${CLIENT_ID:?}" "${CLIENT_SECRET:?}"
as_of=${1:?the date of the map, for example 2026-01-01}

field() { # the text of one field of a JSON object; with jq it would be: jq -r ".$1"
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}
ask() { # a request; a refusal ends the program with the service's own words
  local answer
  answer=$(curl --silent --show-error --fail-with-body "$@") || { echo "$answer" >&2 && exit 1; }
  echo "$answer"
}

answer=$(ask "$BASE_URL/oauth/token" --data grant_type=client_credentials \
  --data-urlencode "client_id=$CLIENT_ID" --data-urlencode "client_secret=$CLIENT_SECRET")
authorised=(--header "Authorization: Bearer $(echo "$answer" | field access_token)")
json=(--header "Content-Type: application/json")

# 1. A map: everybody, by a published scheme, at a date. It is a job: 202, then its state.
map=$(ask "${authorised[@]}" "${json[@]}" "$BASE_URL/v1/talent-maps" --data \
  "{\"name\": \"Peta $as_of $(date +%s%N)\", \"scheme\": \"pu-djbk\", \"as_of\": \"$as_of\"}" | field id)
for _ in $(seq 120); do
  state=$(ask "${authorised[@]}" "$BASE_URL/v1/talent-maps/$map" | field state)
  case $state in done | failed) break ;; esac
  sleep 0.5
done
echo "map: $state"
[ "$state" = done ]
ask "${authorised[@]}" "$BASE_URL/v1/talent-maps/$map/nine-box"

# 2. A pool: the people of boxes 7, 8 and 9 of that map.
pool=$(ask "${authorised[@]}" "${json[@]}" "$BASE_URL/v1/talent-pools" --data \
  "{\"name\": \"Kelompok $map\", \"map_id\": \"$map\", \"legal_basis\": \"Peraturan Gubernur 12/2025\",
    \"valid_from\": \"2026-01-01\", \"expires_on\": \"2028-01-01\"}" | field id)

# 3. Who of them may follow on a critical position: ranked, each rule with the datum behind it.
position=$(ask "${authorised[@]}" "$BASE_URL/v1/positions?critical=true&limit=1" | field id)
echo "candidates:"
ask "${authorised[@]}" "$BASE_URL/v1/talent-pools/$pool/candidates?position_id=$position&limit=3"
