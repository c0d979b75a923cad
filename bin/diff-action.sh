#!/usr/bin/env bash
# What action.yml runs: the diff of two folders as step summary and as a comment of the pull request.
# Ends with the status of ringfence diff: 1 where --fail-on found something, more where the diff could not be made.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
marker='<!-- ringfence-diff -->'
report="$(mktemp "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/ringfence-diff-XXXXXX.md")"

options=(--profile "${RINGFENCE_PROFILE:-upstream}" -o markdown)
# One a line; empty lines are none.
while IFS= read -r line; do
  if [ -n "$line" ]; then options+=(--set "$line"); fi
done <<<"${RINGFENCE_SET:-}"
while IFS= read -r line; do
  if [ -n "$line" ]; then options+=(--namespace "$line"); fi
done <<<"${RINGFENCE_NAMESPACES:-}"
if [ -n "${RINGFENCE_FAIL_ON:-}" ]; then options+=(--fail-on "$RINGFENCE_FAIL_ON"); fi

status=0
{
  printf '%s\n' "$marker"
  # A path that begins with a dash is no option.
  "$here/ringfence.mjs" diff "${options[@]}" --against="$RINGFENCE_HEAD" -- "$RINGFENCE_BASE"
} >"$report" || status=$?
if [ "$status" -gt 1 ]; then
  printf '::error::ringfence diff ended with status %s; the log above says why.\n' "$status"
  exit "$status"
fi

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$report" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then printf 'report=%s\n' "$report" >>"$GITHUB_OUTPUT"; fi

# One comment for each pull request: found again by its first line.
comment() {
  local comments="repos/$GITHUB_REPOSITORY/issues/$RINGFENCE_PULL_REQUEST/comments" known
  known="$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id")" || return 1
  known="${known%%$'\n'*}"
  if [ -n "$known" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$known" -F "body=@$report"
  else
    gh api --silent --method POST "$comments" -F "body=@$report"
  fi
}
if [ "${RINGFENCE_COMMENT:-true}" = true ] && [ -n "${RINGFENCE_PULL_REQUEST:-}" ]; then
  # A pull request from a fork has no right to write: the summary is there all the same.
  comment || printf '::warning::The comment could not be written; the step summary has the same text.\n'
fi
exit "$status"
