#!/usr/bin/env bash
# The whole story, from a map to a letter that anybody can verify, against a running `make demo`: every
# step as whoever takes it. Needs bash, curl and python3; from the root of the tree.
#
#   docs/examples/tour.sh
set -euo pipefail
. docs/examples/demo.sh
PATH=$PATH:$PWD/.venv/bin
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
run=$(date +%s)

step() { printf '\n== %s\n' "$*"; }
is() { [ "$2" = "$3" ] && echo "$1: $2" || { echo "$1: $2, but it should be $3" >&2 && exit 1; }; }
today=$(date -u +%F)

step "A map: everybody, by a published scheme, at a date"
announced=$(as analyst POST /publications '{"name": "Putaran '"$run"'", "scheme": "bkn-411-2025",
  "as_of": "2026-01-01", "cut_off": "'"$(python3 -c 'from datetime import *
print((datetime.now(timezone.utc) + timedelta(seconds=2)).isoformat())')"'"}' | pick id)
is "announced, so that it can be published" "$(as analyst GET "/publications/$announced" | pick phase)" inputs_open
sleep 3 # until the cut-off
map=$(as analyst POST /talent-maps \
  '{"name": "Peta '"$run"'", "scheme": "bkn-411-2025", "as_of": "2026-01-01"}' | pick id)
await analyst "/talent-maps/$map" done
as analyst GET "/talent-maps/$map" | pick id known_at population | say map

step "Its nine-box"
as committee GET "/talent-maps/$map/nine-box" >"$folder/boxes"
paste <(pick "boxes.*.box" <"$folder/boxes") <(pick "boxes.*.people" <"$folder/boxes") \
  <(pick "boxes.*.category" <"$folder/boxes")

step "What could one person change? (counterfactual)"
person=$(as analyst GET "/talent-maps/$map/placements?box=5&limit=3" |
  pick items.2.employee_id) # the first is related to the committee's client, and so off limits
as analyst POST "/talent-maps/$map/placements/$person/counterfactual" '{}' |
  pick before.box after.box "changes.*.lever" | paste -sd " " - | say "box, box within reach, by"

step "What would another threshold do? (simulation; nothing of it is kept of people)"
scheme=$(as analyst GET "/scoring-schemes?code=bkn-411-2025" | pick items.0.id)
as analyst GET "/scoring-schemes/$scheme" >"$folder/scheme"
as analyst POST /scoring-schemes/simulations "$(reshape '
  it["document"]["axes"]["potential"].update(cutoffs=["60", "75"]) or {"map_id": "'"$map"'",
  "purpose": "Bahan rapat komite talenta: ambang potensi tinggi 75.", "scheme": it["document"]}' \
  <"$folder/scheme")" |
  pick moved "result.boxes.*.after" | paste -sd " " - | say "moved, and people in boxes 1 to 9 and in none"

step "The panel moves one person; the register keeps who, why and by which votes (calibration)"
session=$(as analyst POST /calibrations '{"map_id": "'"$map"'", "name": "Kalibrasi '"$run"'",
  "held_on": "2026-02-03", "quorum": 2, "agenda": [{"employee_id": "'"$person"'"}],
  "members": ["'"$(id_of committee)"'", "'"$(id_of pyb)"'", "'"$(id_of ppk)"'"]}' | pick id)
for member in pyb ppk; do as "$member" POST "/calibrations/$session/attendance" >"$folder/said"; done
move=$(as pyb POST "/calibrations/$session/moves" '{"employee_id": "'"$person"'", "to_box": 8,
  "reason_code": "evidence_not_on_file", "authoriser_id": "'"$(id_of ppk)"'",
  "justification": "Memimpin pemulihan layanan sesudah banjir; SK tim belum tercatat di SIMPEG."}' | pick id)
for member in pyb ppk; do
  as "$member" POST "/calibrations/$session/moves/$move/votes" \
    '{"vote": "approve", "reason": "SK tim sudah diperiksa"}' >"$folder/said"
done
as ppk POST "/calibrations/$session/moves/$move/authorisation" >"$folder/said"
as analyst POST "/calibrations/$session/closing" >"$folder/said"
as auditor GET "/calibrations/$session/register" >"$folder/register"
is "calibrated box" "$(pick items.0.calibrated_box <"$folder/register")" 8
pick register_sha256 <"$folder/register" | say register

step "A pool: the senior people of boxes 7, 8 and 9"
pool=$(as analyst POST /talent-pools '{"name": "Kelompok '"$run"'", "map_id": "'"$map"'",
  "rule": {"cohorts": [2, 3, 4]}, "legal_basis": "Peraturan Gubernur 12/2025",
  "valid_from": "2026-01-01", "expires_on": "2028-01-01"}' | pick id)
as analyst GET "/talent-pools/$pool" | pick members | say members

step "Committee, PyB and PPK approve it, each for the content that they read"
request=$(as analyst POST /approval-requests \
  '{"kind": "talent_pool", "subject_id": "'"$pool"'"}' | pick id)
as analyst POST "/approval-requests/$request/submission" >"$folder/said"
refused not-the-waiting-stage as ppk POST "/approval-requests/$request/decisions" \
  '{"decision": "approve", "content_sha256": "'"$(pick content_sha256 <"$folder/said")"'"}'
for role in committee pyb ppk; do
  hash=$(as "$role" GET "/approval-requests/$request" | pick content_sha256)
  as "$role" POST "/approval-requests/$request/decisions" \
    '{"decision": "approve", "content_sha256": "'"$hash"'"}' >"$folder/said"
  echo "$role approves $hash"
done
is request "$(pick status <"$folder/said")" approved

step "The letter, and the address at which anybody verifies it"
as analyst GET "/approval-requests/$request/letter.pdf" -o "$folder/letter.pdf"
is "letter begins with" "$(head -c 5 "$folder/letter.pdf")" "%PDF-"
verify=$(as analyst GET "/approval-requests/$request" | pick letter.verify_url)
curl -s --fail -H "Accept: application/json" "$BASE_URL/verify/${verify##*/}"

step "A post that is vacant, and how strong the bench behind it is"
post=$(as committee GET "/vacancies?from=$today&state=vacant&critical=false" | pick items.0.position_id)
as committee GET "/positions/$post" | pick code name | say post
as committee GET "/talent-pools/$pool/bench/$post" | pick "items.*.name" >"$folder/ready"
head -3 "$folder/ready" | say "$(wc -l <"$folder/ready" | tr -d ' ') are ready, first"

step "Candidates: each rule with its datum, and the band of ranks that other weights would give"
as committee GET "/talent-pools/$pool/candidates?position_id=$post&eligible=true&stability=true&limit=3" \
  >"$folder/candidates"
pick "items.*.name" "items.*.rank_band" "items.0.rules.*.datum" <"$folder/candidates"

step "The same candidates without names: two members rank them blindly"
enrol second-member committee
blind=$(as analyst POST /blind-sessions '{"pool_id": "'"$pool"'", "position_id": "'"$post"'",
  "purpose": "Peringkat tanpa nama", "members": ["'"$(id_of committee)"'", "'"$(id_of second-member)"'"],
  "quorum": 2, "most": 5}' | pick id)
refused blinded as committee GET /employees
for member in committee second-member; do
  as "$member" GET "/blind-sessions/$blind/candidates" >"$folder/profiles"
  as "$member" POST "/blind-sessions/$blind/rankings" "$(reshape '{"ranking": [
    {"pseudonym": one["pseudonym"], "reason": "Paling siap menurut profilnya"} for one in it["items"]]}' \
    <"$folder/profiles")" >"$folder/said"
done
as analyst POST "/blind-sessions/$blind/closing" >"$folder/said"
as analyst GET "/blind-sessions/$blind/result" >"$folder/result"
paste <(pick "order.*.rank" <"$folder/result") <(pick "order.*.pseudonym" <"$folder/result") \
  <(pick "order.*.mean" <"$folder/result")

step "Three names, a choice that deviates from rank 1, its reason and the signature it needs"
names=$(pick items <"$folder/candidates" | pick "*.employee_id")
[ "$(echo "$names" | wc -l)" -ge 2 ]
proposal=$(as committee POST /placement-proposals '{"pool_id": "'"$pool"'", "position_id": "'"$post"'",
  "names": ["'"$(echo "$names" | paste -sd , - | sed 's/,/", "/g')"'"]}' | pick id)
second=$(echo "$names" | sed -n 2p)
refused deviation-needed as ppk POST "/placement-proposals/$proposal/choice" '{"employee_id": "'"$second"'"}'
as ppk POST "/placement-proposals/$proposal/choice" '{"employee_id": "'"$second"'",
  "deviation": {"reason_code": "competence_for_post",
  "explanation": "Memimpin penerapan anggaran berbasis kinerja selama tiga tahun terakhir."}}' >"$folder/said"
is proposal "$(pick state <"$folder/said")" deviation_pending
as pyb POST "/placement-proposals/$proposal/deviation/signature" >"$folder/said"
as analyst POST "/placement-proposals/$proposal/appointment" '{"decree_no": "821.2/'"$run"'",
  "decree_on": "'"$today"'", "effective_on": "'"$today"'"}' >"$folder/said"
is proposal "$(pick state <"$folder/said")" appointed
as auditor GET /deviations/rates | pick choices deviations rate | paste -sd " " - | say "choices, deviations, rate"

step "People see their result and object (publication, sanggah)"
as analyst POST "/publications/$announced/map" '{"map_id": "'"$map"'"}' >"$folder/said"
as ppk POST "/publications/$announced/publication" >"$folder/said"
pick objections_until <"$folder/said" | say "objections until"
as "$person" GET /me/placements | pick items.0.box items.0.rank items.0.shared_by |
  paste -sd " " - | say "box, rank, shared by"
objection=$(as "$person" POST /objections '{"publication_id": "'"$announced"'",
  "claim": "Predikat kinerja 2024 saya sangat baik menurut SKP yang ditandatangani."}' | pick id)
as committee POST "/objections/$objection/answer" '{"verdict": "upheld", "remedy": "new_map",
  "reason": "SKP yang dilampirkan memang berpredikat sangat baik; SIMPEG diperbaiki."}' >"$folder/said"
is objection "$(pick status <"$folder/said")" upheld

step "A plan for somebody who is not ready yet, and the talent card"
other=$(as committee GET "/talent-pools/$pool/candidates?position_id=$post&eligible=false&limit=1" |
  pick items.0.employee_id)
plan=$(as analyst POST /development-plans '{"employee_id": "'"$other"'", "position_id": "'"$post"'",
  "map_id": "'"$map"'", "starts_on": "2026-02-01", "ends_on": "2026-12-31"}' | pick id)
gap=$(as analyst GET "/development-plans/$plan" | pick gaps.0.code)
as analyst POST "/development-plans/$plan/activities" '{"gap": "'"$gap"'", "kind": "experience",
  "title": "Memimpin tim lintas bidang", "hours": "70", "due_on": "2026-09-30"}' >"$folder/said"
as analyst PATCH "/development-plans/$plan" '{"status": "active"}' -H "If-Match: *" | pick status
as analyst GET "/talent-maps/$map/placements/$other/card.pdf" -o "$folder/card.pdf"
is "card begins with" "$(head -c 5 "$folder/card.pdf")" "%PDF-"

step "Evidence: everything that the decision rests on, verified without the service"
as auditor GET "/approval-requests/$request/evidence.zip?purpose=Pemeriksaan%20contoh" -o "$folder/bundle.zip"
as auditor GET /audit/keys >"$folder/keys.json"
talenta verify "$folder/bundle.zip" --key "$folder/keys.json"

printf '\nThe tour is over: everything was as it should be.\n'
