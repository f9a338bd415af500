#!/bin/sh
# A player of Kuroshio that takes the first legal choice: see docs/players.md for the protocol.
while IFS= read -r line; do
  case $line in
    '{"say":"hello"'*) printf '{"protocol":1,"name":"First choice"}\n' ;;
    '{"say":"choose"'*)
      legal=${line#*\"legal\":[\"}
      printf '{"play":"%s"}\n' "${legal%%\"*}"
      ;;
    '{"say":"quit"'*) exit 0 ;;
  esac
done
