#!/usr/bin/env bash
# Checks a running HybridAi from outside, end to end, and ends with 1 if anything is not as it should be.
#
#   deploy/smoke.sh [URL]            default http://127.0.0.1:5080
#   HYBRIDAI_KEY=hai_... deploy/smoke.sh URL    where there is a user or key already: a key with the scope admin on every project
#
# It makes the project "smoke-test" and a document with that tag; both may stay, and a second run finds them there.
set -uo pipefail

url=${1:-http://127.0.0.1:5080}
url=${url%/}
project=smoke-test
failed=0
checked=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

# A header on a command line can be read by whoever is on the machine; in a file it can't.
: >"$folder/headers"
chmod 600 "$folder/headers"
[ -z "${HYBRIDAI_KEY:-}" ] || printf 'Authorization: Bearer %s\n' "$HYBRIDAI_KEY" >"$folder/headers"

# call METHOD PATH [BODY] [TYPE]: the answer's body in $folder/body, its status in $status.
call() {
  local arguments=(--silent --show-error --max-time 60 --request "$1" --header "@$folder/headers" --output "$folder/body" --write-out '%{http_code}')
  [ $# -lt 3 ] || arguments+=(--data-binary "$3" --header "Content-Type: ${4:-application/json}")
  : >"$folder/body"
  status=$(curl "${arguments[@]}" "$url$2" 2>"$folder/error") || status="no answer: $(tail -n 1 "$folder/error")"
}

# check NAME STATUS [TEXT]: the last answer has one of these statuses (200|201) and holds the text (extended regular expression).
check() {
  checked=$((checked + 1))
  if [[ ! "$status" =~ ^($2)$ ]]; then
    echo "FAILED  $1: status $status instead of $2: $(head -c 300 "$folder/body")"
  elif [ $# -gt 2 ] && ! grep -Eq -- "$3" "$folder/body"; then
    echo "FAILED  $1: the answer does not hold '$3': $(head -c 300 "$folder/body")"
  else
    echo "ok      $1"
    return
  fi
  failed=$((failed + 1))
}

# value NAME: a text of the last answer by its name, the first there is.
value() { grep -Eo "\"$1\":\"[^\"]*\"" "$folder/body" | head -n 1 | cut -d '"' -f 4; }

# await NAME PATH TEXT ENDED: asks again until the answer holds the text, or says that it has ended otherwise, for a minute at most.
await() {
  local i
  for ((i = 0; i < 120; i++)); do
    call GET "$2"
    if grep -Eq -- "$3|$4" "$folder/body"; then break; fi
    sleep 0.5
  done
  check "$1" 200 "$3"
}

call GET /health/live
check "the process lives" 200 '"live"'
[ "$failed" -eq 0 ] || { echo "Nobody answers at $url as HybridAi does."; exit 1; }
call GET /health/ready
check "the database answers and is up to date" 200 '"ready"'
call GET /openapi/v1.json
check "the API describes itself" 200 '/v1/projects'

call GET /v1/session
check "the caller is known" 200
call GET /v1/keys
check "the caller may do everything, as a key of the scope admin or in open mode" 200
if [ -n "${HYBRIDAI_KEY:-}" ]; then
  : >"$folder/none"
  mv "$folder/headers" "$folder/key" && mv "$folder/none" "$folder/headers"
  call GET /v1/projects
  check "without a key nothing is told" 401
  mv "$folder/key" "$folder/headers"
fi

call PUT "/v1/projects/$project" '{"text":"text","label":"label","id":"id","labels":[{"name":"bill","definition":"invoices and payments"},{"name":"login","definition":"signing in, passwords"}]}'
check "a project is saved" '200|201' "\"$project\"|\"version\""
call POST "/v1/projects/$project/ingestions?source=smoke.csv" $'id,text,label\ns1,The invoice is wrong,bill\ns2,My password was refused,login\ns3,Please send the invoice again,bill\n' text/csv
check "records are taken in" '200|201'
call POST "/v1/projects/$project/predict" '{"items":[{"id":"a","text":"the invoice is wrong"}]}'
check "a prediction, or the reason why there is no route yet" '200|404|409' '"label"|"tier"|urn:hybridai:route-'
call POST "/v1/projects/$project/predict" '{"items":'
check "half a body is refused" 400 'urn:hybridai:'
call GET /v1/projects/no-such-project/report
check "what is not there is a problem with a type" '404' 'urn:hybridai:project-unknown'

call POST /v1/documents '{"text":"# Parcels\n\nA parcel weighs at most thirty kilograms.","name":"smoke-test.md","tags":["smoke-test"]}'
check "a document is taken" '200|201|202'
document=$(value id)
await "the document is read" "/v1/documents/${document:-none}" '"state":"ready"' '"state":"(failed|deleted)"'
call GET '/v1/documents/search?q=how+heavy+may+a+parcel+be&tags=smoke-test'
check "its passage is found" 200 'thirty kilograms'
call POST /v1/chat '{"question":"How heavy may a parcel be at most?","stream":false}'
check "a question is answered, or it is said that nothing supports an answer" 200 '"state":"answered"'

for report in cost latency quality; do
  call GET "/v1/reports/$report?project=$project"
  check "the $report report" 200 "\"$project\""
done
call GET /metrics
check "the metrics" 200 '^# TYPE '

echo "$((checked - failed)) of $checked checks hold at $url"
[ "$failed" -eq 0 ]
