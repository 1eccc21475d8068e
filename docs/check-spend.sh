#!/bin/sh
# Adds up what each day of a month has spent and compares it with the month's own sum, in Redis as it is.
# Usage: REDIS_URL=redis://127.0.0.1:6379 docs/check-spend.sh MONTH [DEPLOYMENT]
#   MONTH       such as 2026-11
#   DEPLOYMENT  KAFKA_TOPIC_PREFIX/KAFKA_GROUP_ID, percent-encoded; default: %2Fsms-service
# Exit 0: both are the same. Exit 1: they differ, or Redis does not answer.
set -eu
month=${1:?MONTH is missing, such as 2026-11}
deployment=${2:-%2Fsms-service}
url=${REDIS_URL:-redis://127.0.0.1:6379}

spent() {
  value=$(redis-cli -u "$url" --raw HGET "{$deployment:money}:book:$1" "$2|s")
  case $value in
    "") echo 0 ;;
    *[!0-9-]*) echo "Redis answered: $value" >&2; exit 1 ;;
    *) echo "$value" ;;
  esac
}

days=0
for day in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31; do
  one=$(spent "$month-$day" day)
  days=$((days + one))
done
whole=$(spent "$month" month)
echo "month $month: $whole micro-USD; its days: $days micro-USD"
[ "$whole" -eq "$days" ]
