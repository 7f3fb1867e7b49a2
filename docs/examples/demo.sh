# Functions for the commands of these pages, against a running `make demo`: for bash, with curl and
# python3, from the root of the tree.
#
#   . docs/examples/demo.sh
#   as analyst GET "/talent-maps?state=done"   asks as a client of the demonstration; prints the answer
#   as "$PERSON" GET /me/placements            … as one of its people, by employee_id
#   … | pick items.0.id                        one value; * stands for every element
#   … | reshape '{"n": len(it["items"])}'      other JSON, by a Python expression of it
#   story talent_pool                          the id of something that the demonstration has made
#   refused blinded as committee GET /employees   succeeds when that is refused with this code
#   enrol second-member committee              another client, who is asked by this name
#   await analyst "/imports/$ID" finished              waits for a job
BASE_URL=${BASE_URL:-http://127.0.0.1:8000}
DEMO=${TALENTA_HOME:-.talenta}/demo
PYTHON=${PYTHON:-.venv/bin/python}

pick() { # values of the JSON on standard input, a line each: texts as they are, all else as JSON
  python3 -c '
import json, sys
def found(value, path):
    if not path:
        yield value
    elif path[0] == "*":
        for one in value:
            yield from found(one, path[1:])
    else:
        step = int(path[0]) if isinstance(value, list) else path[0]
        yield from found(value[step], path[1:])
text = sys.stdin.read()
document = json.loads(text) if text else sys.exit(1)  # whoever gave nothing has said why
try:
    for path in sys.argv[1:]:
        for value in found(document, path.split(".")):
            print(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
except (KeyError, IndexError, TypeError, ValueError):
    sys.exit(f"there is no {path} in {str(document)[:300]}")' "$@"
}

reshape() { # JSON from the JSON on standard input (`it`), by a Python expression
  python3 -c 'import json, sys; it = json.load(sys.stdin); print(json.dumps(eval(sys.argv[1].strip())))' "$1"
}

story() { pick "$1" <"$DEMO/story.json"; }

credentials() {
  local own="$DEMO/client-$1.json"
  if [ -e "$own" ]; then cat "$own"; else pick "$1" <"$DEMO/clients.json"; fi
}
id_of() { credentials "$1" | pick client_id; }
client() { credentials "$1" | pick client_id client_secret | paste -sd : -; }

enrol() { # NAME ROLE: lets another client in, who is called by this name from then on
  local own="$DEMO/client-$1.json" agency
  [ ! -e "$own" ] || return 0
  agency=$(as analyst GET /agencies | pick items.0.id) || return 1
  as admin POST /clients '{"name": "'"$1"'", "roles": ["'"$2"'"], "agency_id": "'"$agency"'"}' |
    sed 's/"id":/"client_id":/' | (umask 077 && cat >"$own.new") && mv "$own.new" "$own"
}

say() { sed "s|^|$1: |"; } # what is on standard input, with a label before it

token() { # of a client by its role, or of a person; kept for ten of its fifteen minutes
  local file="$DEMO/token-$1" fresh client
  fresh=$(find "$file" -size +0 -mmin -10 -newer "$DEMO/clients.json" 2>/dev/null || true)
  if [ -z "$fresh" ]; then
    case $1 in
      *-*-*-*-*) PUBLIC_URL=$BASE_URL "$PYTHON" docs/examples/civil_servant.py "$1" \
        "$(as analyst GET "/employees/$1" | pick agency_id)" ;;
      *) client=$(client "$1") && curl -sS --fail-with-body "$BASE_URL/oauth/token" --data @- \
        <<<"grant_type=client_credentials&client_id=${client%:*}&client_secret=${client#*:}" |
        pick access_token ;;
    esac | (umask 077 && cat >"$file")
  fi
  cat "$file"
}

as() { # WHO METHOD PATH [JSON] [options of curl …]
  local who=$1 method=$2 path=$3 body=() answer
  shift 3
  case ${1-} in "{"* | "["*) body=(--header "Content-Type: application/json" --data "$1") && shift ;; esac
  answer=$(token "$who" | sed 's/^/Authorization: Bearer /' | curl -s --fail-with-body --header @- \
    --request "$method" "$BASE_URL/v1$path" ${body[@]+"${body[@]}"} "$@") ||
    { echo "$method $path: ${answer:-no answer}" >&2 && return 1; }
  [ -z "$answer" ] || echo "$answer"
}

refused() { # CODE COMMAND …
  local code=$1 said
  shift
  if said=$("$@" 2>&1); then echo "not refused: $*" >&2 && return 1; fi
  case $said in *"\"code\":\"$code\""*) echo "refused: $code" ;; *) echo "$said" >&2 && return 1 ;; esac
}

await() { # WHO PATH STATE: a minute at most
  local state=
  for _ in $(seq 120); do
    state=$(as "$1" GET "$2" | pick state) || return 1
    case $state in "$3") return ;; failed) break ;; esac
    sleep 0.5
  done
  echo "$2 is $state, not $3" >&2 && return 1
}
