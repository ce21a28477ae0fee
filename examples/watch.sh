#!/bin/sh
# A watch for cron: bring the lists up to date, and say what that means for one file.
#
#   watch.sh FOLDER suppliers.csv --name supplier --id vendor_no
#
# The first call screens the file in full. Each call after it tells only what changes of
# the lists made new, changed or withdrawn since the call before; a file that is not what
# it was is screened in full again. In FOLDER every run leaves its hits, its manifest and
# two lines of JSON; nothing is written over. Options after the file are those of
# `uyghurscreen screen`.
#
# Exit code 0: nothing for people, 1: hits to judge, 2: an error, 3: a list could not be
# brought up to date, or is too old, and there was nothing else.
set -u

strict=
case " $* " in *" --strict "*) strict=--strict ;; esac

folder=$1
file=$2
shift 2
mkdir -p "$folder" || exit 2
run="$folder/$(date -u +%Y-%m-%dT%H%M%SZ)"

uyghurscreen update --json > "$run.update.json"
updated=$?

# The newest run before this one: names of runs sort by their time.
before=$(ls "$folder" | grep '\.csv\.manifest\.json$' | tail -n 1)

screened=2
if [ -n "$before" ]; then
    uyghurscreen rescreen "$file" --since "$folder/$before" $strict \
        -o "$run.changes.csv" --json > "$run.json"
    screened=$?
fi
if [ "$screened" -eq 2 ]; then
    uyghurscreen screen "$file" "$@" -o "$run.hits.csv" --json > "$run.json"
    screened=$?
fi

if [ "$screened" -eq 0 ]; then
    exit "$updated"
fi
exit "$screened"
